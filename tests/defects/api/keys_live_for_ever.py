"""An idempotency key never expires."""

NOTICED_BY = "Idempotency Key May Be Reused After A Day"


def apply() -> None:
    """Keep it for a hundred years."""
    from datetime import timedelta

    from manuel_sandbox.domain import manual_submission

    manual_submission.KEY_LIFETIME = timedelta(days=36500)
