"""A fetch is accepted with an `Idempotency-Key` of any form."""

NOTICED_BY = "Malformed Idempotency Key Of A Fetch Is Refused"
MENTIONS = "201"


def apply() -> None:
    """Read the header without a check."""
    from manuel_sandbox.handlers import manuals

    check = manuals.idempotency_key
    manuals.idempotency_key = lambda request: (
        request.headers.get("idempotency-key") if request.path.endswith("/download") else check(request)
    )
