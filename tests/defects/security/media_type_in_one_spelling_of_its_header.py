"""The header `Content-Type` is looked up in this spelling: requests that came by HTTP/2 are refused."""

NOTICED_BY = "Other Character Sets Are Refused"
MENTIONS = "415"


def apply() -> None:
    """Drop the header unless its name is spelt as documented."""
    from manuel_sandbox.handlers import endpoint

    read_event = endpoint.read_event

    def read_as_documented(event, operation):
        headers = {
            sent: value
            for sent, value in (event.get("headers") or {}).items()
            if sent == "Content-Type" or sent.lower() != "content-type"
        }
        return read_event({**event, "headers": headers}, operation)

    endpoint.read_event = read_as_documented
