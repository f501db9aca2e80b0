"""Which transport this machine has."""

from importlib.util import find_spec

from load_engine.exchange import Transport
from load_engine.request import Request


def open_transport(request: Request, *, connections: int) -> Transport:
    """libcurl where pycurl is installed, else `http.client` in threads.

    Args:
        request: What will be sent.
        connections: How many connections are kept open.
    """
    if find_spec("pycurl"):
        from load_engine.curl import CurlTransport

        return CurlTransport(request, connections=connections)
    from load_engine.threads import ThreadTransport

    return ThreadTransport(request, connections=connections)
