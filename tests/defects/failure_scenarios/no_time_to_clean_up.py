"""After the deadline nothing is put in order: recordings stay, charges stay, nothing is reported."""

NOTICED_BY = "Transcription That Never Ends Times Out"


def apply() -> None:
    """Give what comes after a failure no time of its own."""
    from contextlib import nullcontext

    from manuel_sandbox.domain import error_tracking, quota, speech

    for module in (quota, speech, error_tracking):
        module.aftercare = nullcontext
