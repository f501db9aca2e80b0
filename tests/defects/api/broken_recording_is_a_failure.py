"""A recording that can't be read is reported as a failure of the service."""

NOTICED_BY = "Broken Recording Is Refused And Not Counted"
MENTIONS = "got 503"


def apply() -> None:
    """Blame the transcriber."""
    from manuel_sandbox.domain import speech

    speech.RECORDING_FAULTS = ()
