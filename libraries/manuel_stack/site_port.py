"""What the web sites of a host answer at one of its ports."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DEFAULT_PORTS = {"http": 80, "https": 443}


class SitePort:
    """A WSGI application that serves requests to some names at one port, and answers 404 to those that name anything else.

    A request names what it is for in `Host`, with the port unless it is the default port of the scheme (RFC 9110, section 7.2).

    Args:
        site: Answers the requests.
        names: The names that the site has.
        port: The port to which clients believe to be connected.
        scheme: `http` or `https`.
    """

    def __init__(
        self, site: "WSGIApplication", names: Collection[str], port: int, scheme: str = "http"
    ) -> None:
        without_port = names if port == DEFAULT_PORTS[scheme] else ()
        self._hosts = {*without_port, *(f"{name}:{port}" for name in names)}
        self._site = site
        self._scheme = scheme

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        if environ.get("HTTP_HOST", "").lower() not in self._hosts:
            start_response("404 Not Found", [])
            return []
        environ["wsgi.url_scheme"] = self._scheme
        return self._site(environ, start_response)
