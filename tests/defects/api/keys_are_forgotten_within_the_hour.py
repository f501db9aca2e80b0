"""An idempotency key is forgotten after half an hour, so that a submission that is repeated later makes a second manual."""

NOTICED_BY = "Idempotency Key Is Remembered For A Day"


def apply() -> None:
    """Keep keys for a shorter time."""
    from datetime import timedelta

    from manuel_sandbox.domain import manual_submission

    manual_submission.KEY_LIFETIME = timedelta(hours=0.5)
