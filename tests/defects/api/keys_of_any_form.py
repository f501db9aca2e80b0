"""Whatever stands in `Idempotency-Key` is taken."""

NOTICED_BY = "Malformed Idempotency Key Is Refused"


def apply() -> None:
    """Do not look at it."""
    from manuel_sandbox.handlers import manuals

    manuals.idempotency_key = lambda request: request.headers.get("idempotency-key")
