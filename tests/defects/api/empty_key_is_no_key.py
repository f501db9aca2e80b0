"""An empty `Idempotency-Key` is accepted, and protects from nothing."""

NOTICED_BY = "Malformed Idempotency Key Is Refused"


def apply() -> None:
    """Treat it as a missing one."""
    from manuel_sandbox.handlers import manuals

    idempotency_key = manuals.idempotency_key
    manuals.idempotency_key = lambda request: (
        idempotency_key(request) if request.headers.get("idempotency-key") else None
    )
