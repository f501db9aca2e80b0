"""An idempotency key that was sent with another file returns that file."""

NOTICED_BY = "Idempotency Key Of Another File Is Refused"


def apply() -> None:
    """Do not compare the files."""
    from manuel_sandbox.domain import manual_submission

    manual_submission._fingerprint = lambda name, content: ""
