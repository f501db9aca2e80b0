"""After the deadline nothing is cleaned up: recordings stay, charges stay, nothing is reported."""

NOTICED_BY = "Transcription That Never Ends Times Out"


def apply() -> None:
    """Allow no extra time for the clean-up."""
    from contextlib import nullcontext

    from manuel_sandbox.domain import error_tracking, quota, speech

    for module in (quota, speech, error_tracking):
        module.grace_period = nullcontext
