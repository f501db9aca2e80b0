"""Which of the local applications a request to a host of the internet is led to."""

import logging
import re
import ssl
from collections import deque
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

AWS_HOSTS = re.compile(r"(.+\.)?(amazonaws\.com(\.cn)?|api\.aws|amazoncognito\.com)")
BUCKET_HOST = re.compile(
    r"(?P<bucket>[a-z0-9][a-z0-9.-]+)\.(?P<service>s3(?:-accelerate|[.-](?:dualstack\.)?[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com(\.cn)?)"
)
"""Source: Amazon S3 User Guide, "Virtual hosting of general purpose buckets"."""
KEPT_REFUSALS = 1000


class HostRouter:
    """Leads requests to AWS, or to a site, by their host.

    Args:
        aws: AWS as a WSGI application.
        sites: The sites by host; a host may be a pattern such as `*.example.com`. They come before AWS.
    """

    def __init__(self, aws: "WSGIApplication", sites: "Mapping[str, WSGIApplication]") -> None:
        self.refusals: deque[str] = deque(maxlen=KEPT_REFUSALS)
        """What was asked for and refused: `GET https://example.com/page`."""
        self._aws = aws
        self._sites = sites

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        _complete(environ)
        host = environ["HTTP_HOST"].partition(":")[0].lower()
        application = self._application(host)
        if application is None:
            return self._refuse(environ, start_response)
        if application is self._aws:
            _address_bucket_by_path(environ, host)
        return application(environ, start_response)

    def _application(self, host: str) -> "WSGIApplication | None":
        for pattern, site in self._sites.items():
            if fnmatchcase(host, pattern.lower()):
                return site
        return self._aws if AWS_HOSTS.fullmatch(host) else None

    def _refuse(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        asked = f"{environ['REQUEST_METHOD']} {environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}{environ['PATH_INFO']}"
        self.refusals.append(asked)
        logger.warning("Refused: %s", asked)
        known = ", ".join(self._sites) or "none"
        start_response("502 Bad Gateway", [("Content-Type", "text/plain; charset=utf-8")])
        text = f"{asked} was refused: nothing here reaches the internet. Only AWS and these sites can be reached: {known}.\n"
        return [text.encode()]


def _complete(environ: "WSGIEnvironment") -> None:
    """Let a request look as it would to the host itself: its target without the host, and the scheme of its connection."""
    environ["wsgi.url_scheme"] = (
        "https" if isinstance(environ.get("werkzeug.socket"), ssl.SSLSocket) else "http"
    )
    target = environ["REQUEST_URI"]
    if not target.startswith("/"):
        parts = urlsplit(target)
        environ.setdefault("HTTP_HOST", parts.netloc)
        path = parts.path or "/"
        _set_target(environ, f"{path}?{parts.query}" if parts.query else path)
    environ.setdefault("HTTP_HOST", "")


def _address_bucket_by_path(environ: "WSGIEnvironment", host: str) -> None:
    match = BUCKET_HOST.fullmatch(host)
    if match:
        environ["HTTP_HOST"] = match["service"]
        environ["PATH_INFO"] = f"/{match['bucket']}{environ['PATH_INFO']}"
        _set_target(environ, f"/{quote(match['bucket'])}{environ['REQUEST_URI']}")


def _set_target(environ: "WSGIEnvironment", target: str) -> None:
    environ["REQUEST_URI"] = environ["RAW_URI"] = target
