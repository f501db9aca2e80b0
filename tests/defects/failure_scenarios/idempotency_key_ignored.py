"""An upload that is sent again makes a second manual."""

NOTICED_BY = "Upload Whose Response Was Lost Creates One Manual"


def apply() -> None:
    """Do not look at the key."""
    from manuel_sandbox.handlers import manuals

    manuals.idempotency_key = lambda request: None
