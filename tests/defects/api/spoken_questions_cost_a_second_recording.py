"""The transcription of a spoken question is paid for twice."""

NOTICED_BY = "Spoken Question Costs As Much As Its Transcription And Its Answer"


def apply() -> None:
    """Add the cost of the recording once more."""
    from manuel_sandbox.domain.costs import Cost

    including = Cost.including
    Cost.including = lambda self, other: including(including(self, other), other)
