"""The same submission twice makes two manuals."""

NOTICED_BY = "Repeated Submission With The Same Key Creates One Manual"


def apply() -> None:
    """Do not look at the key."""
    from manuel_sandbox.handlers import manuals

    manuals.idempotency_key = lambda request: None
