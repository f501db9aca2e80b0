"""A repeated upload creates a second manual."""

NOTICED_BY = "Upload Whose Response Was Lost Creates One Manual"


def apply() -> None:
    """Ignore the key."""
    from manuel_sandbox.handlers import manuals

    manuals.idempotency_key = lambda request: None
