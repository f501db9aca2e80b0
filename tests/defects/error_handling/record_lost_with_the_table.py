"""A failure that cannot be written down at once is never written down."""

CATEGORY = "error_handling"
NOTICED_BY = "Failure That Could Not Be Written Down Is Written Down Later"


def apply() -> None:
    """Take it for written."""
    from manuel_sandbox.domain.troubles import TroubleReport

    written = TroubleReport._is_written_down

    def pretend(self, trouble):
        written(self, trouble)
        return True

    TroubleReport._is_written_down = pretend
