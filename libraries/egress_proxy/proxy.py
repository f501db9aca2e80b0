"""The proxy itself: from `start` to `stop`."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from egress_proxy.hosts import HostRouter
from egress_proxy.site_certificates import Flaw, SiteCertificates
from egress_proxy.tunnels import Tunnels
from loopback_server.server import LoopbackServer
from loopback_server.thread_per_connection import ThreadPerConnection

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PROXY = ("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy")
NO_PROXY = ("NO_PROXY", "no_proxy")
ADDRESSES = "EGRESS_ADDRESSES"
LOOPBACK = "127.0.0.1,localhost,::1"
TRUST = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "AWS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
"""Where OpenSSL, requests, the AWS SDKs, curl and Node.js look for certificates."""


class EgressProxy:
    """A proxy on loopback for HTTP and HTTPS that leads to local applications, and to nothing else.

    Args:
        aws: AWS as a WSGI application, such as `aws_stand_in.stand_in.AwsStandIn`. It gets requests to any host of AWS, those to
            hosts of S3 buckets with the bucket in the path.
        sites: Further hosts, or patterns such as `*.example.com`, with their WSGI applications.
        addresses: The addresses of names for which the proxy does not stand, a list for each look-up in turn. A process that
            uses the proxy resolves them so, and every other name to a public address that leads to the proxy.
        flaws: The hosts whose certificates have a flaw, so that no client should accept them.
        folder: Where it has a folder for certificates; None takes the one for temporary files.

    Example:
        >>> with EgressProxy(stand_in, {"manuals.example.com": pages}) as proxy:
        ...     subprocess.run(["curl", "https://manuals.example.com/"], env=proxy.variables)
    """

    def __init__(
        self,
        aws: "WSGIApplication",
        sites: "Mapping[str, WSGIApplication]" = MappingProxyType({}),
        addresses: Mapping[str, Sequence[Sequence[str]]] = MappingProxyType({}),
        *,
        flaws: Mapping[str, Flaw] = MappingProxyType({}),
        folder: Path | None = None,
    ) -> None:
        self._addresses = json.dumps(dict(addresses))
        self._router = HostRouter(aws, sites)
        self._certificates = SiteCertificates(flaws, folder)
        self._server = LoopbackServer(
            self._router, threads=ThreadPerConnection(prepare=Tunnels(self._certificates).enter)
        )
        self.url = self._server.url

    @property
    def variables(self) -> dict[str, str]:
        """The environment variables of a process that shall use the proxy, and trust it."""
        return {
            **dict.fromkeys(PROXY, self.url),
            **dict.fromkeys(NO_PROXY, LOOPBACK),
            **dict.fromkeys(TRUST, str(self._certificates.certificate_file)),
            ADDRESSES: self._addresses,
        }

    @property
    def refusals(self) -> Sequence[str]:
        """What was asked for and refused: `GET https://example.com/page`."""
        return tuple(self._router.refusals)

    def start(self) -> None:
        """Begin to serve."""
        self._server.start()

    def stop(self) -> None:
        """Close the port, and forget the certificate authority."""
        self._server.stop()
        self._certificates.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
