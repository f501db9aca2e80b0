"""The header `Accept` is looked up in this spelling, and not found in requests that came by HTTP/2."""

NOTICED_BY = "Names Of Headers That Name A Version Are Case-Insensitive"
MENTIONS = "version=1.0"


def apply() -> None:
    """Drop the header unless its name is spelt as documented."""
    from manuel_sandbox.handlers import endpoint

    read_event = endpoint.read_event

    def read_as_documented(event, operation):
        headers = {
            sent: value
            for sent, value in (event.get("headers") or {}).items()
            if sent == "Accept" or sent.lower() != "accept"
        }
        return read_event({**event, "headers": headers}, operation)

    endpoint.read_event = read_as_documented
