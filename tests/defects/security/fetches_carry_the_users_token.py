"""The token of the user is sent to the site that a manual is fetched from."""

NOTICED_BY = "Sites Learn Nothing About The User"
MENTIONS = "id_token in Authorization"


def apply() -> None:
    """Pass the header on, as a proxy does."""
    import http.client
    from contextvars import ContextVar

    from manuel_sandbox.domain import safe_fetch
    from manuel_sandbox.handlers import endpoint

    authorization = ContextVar("authorization", default=None)
    read_event = endpoint.read_event

    def read_and_remember(event, operation):
        request = read_event(event, operation)
        authorization.set(request.headers.get("authorization"))
        return request

    class Connection(http.client.HTTPConnection):
        def request(self, method, url, body=None, headers=None, **options):
            sent = authorization.get()
            more = {"Authorization": sent} if sent else {}
            super().request(method, url, body, {**(headers or {}), **more}, **options)

    class Client:
        HTTPConnection = Connection
        HTTPException = http.client.HTTPException
        HTTPResponse = http.client.HTTPResponse

    class Http:
        client = Client

    endpoint.read_event = read_and_remember
    safe_fetch.http = Http
