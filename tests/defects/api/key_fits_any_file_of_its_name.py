"""A submission is taken for a repeated one if key and file name are the same, whatever is in the file."""

NOTICED_BY = "Idempotency Key Of Another File Is Refused"
MENTIONS = "400"


def apply() -> None:
    """Leave the content out of the comparison."""
    from manuel_sandbox.domain import manual_submission

    fingerprint = manual_submission._fingerprint
    manual_submission._fingerprint = lambda name, _content: fingerprint(name, b"")
