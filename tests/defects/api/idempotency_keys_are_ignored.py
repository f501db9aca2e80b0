"""The same submission, sent twice, creates two manuals."""

NOTICED_BY = "Repeated Submission With The Same Key Creates One Manual"


def apply() -> None:
    """Ignore the key."""
    from manuel_sandbox.handlers import manuals

    manuals.idempotency_key = lambda request: None
