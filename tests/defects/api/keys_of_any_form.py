"""`Idempotency-Key` may have any form."""

NOTICED_BY = "Malformed Idempotency Key Is Refused"


def apply() -> None:
    """Do not validate it."""
    from manuel_sandbox.handlers import manuals

    manuals.idempotency_key = lambda request: request.headers.get("idempotency-key")
