"""The header `Idempotency-Key` is looked up in this spelling, and not found in requests that came by HTTP/2."""

NOTICED_BY = "Idempotency Keys Are Case-Sensitive"
MENTIONS = "a used idempotency key makes another manual"


def apply() -> None:
    """Drop the header unless its name is spelt as documented."""
    from manuel_sandbox.handlers import endpoint

    read_event = endpoint.read_event

    def read_as_documented(event, operation):
        headers = {
            sent: value
            for sent, value in (event.get("headers") or {}).items()
            if sent == "Idempotency-Key" or sent.lower() != "idempotency-key"
        }
        return read_event({**event, "headers": headers}, operation)

    endpoint.read_event = read_as_documented
