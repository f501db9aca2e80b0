"""A spoken question costs no more than a typed one."""

NOTICED_BY = "Spoken Question Is Counted Once And Costs More Than A Typed One"


def apply() -> None:
    """Omit the transcription."""
    from manuel_sandbox.domain.costs import Cost

    Cost.including = lambda self, other: self
