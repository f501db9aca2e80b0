"""Records of failures tell their time in milliseconds."""

CATEGORY = "error_handling"
NOTICED_BY = "Failure Is Written Down"


def apply() -> None:
    """Multiply it."""
    import dataclasses

    from manuel_sandbox.domain.troubles import TroubleBook

    enter = TroubleBook.enter

    def in_milliseconds(self, trouble):
        enter(self, dataclasses.replace(trouble, timestamp=trouble.timestamp * 1000))

    TroubleBook.enter = in_milliseconds
