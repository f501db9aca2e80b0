"""Which domain of a user pool a request is for.

A domain is reached by its host, `<prefix>.auth.<region>.amazoncognito.com`, or `<prefix>.auth.<region>.localhost`, which browsers
take to this machine. Not every resolver knows the latter: a path that begins with the host, `<endpoint>/<host>/login`, leads
there as well.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_stand_in.overlays.cognito import pools
from fault_engine.identification import COGNITO_DOMAIN, COGNITO_DOMAIN_PATH, raw_target

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


@dataclass(frozen=True, slots=True)
class DomainAddress:
    """Where a request to a domain goes.

    Attributes:
        prefix: The domain.
        region: The region.
        base: What stands before the path of a URL to the same domain: empty, or the host.
        path: The path on the domain.
    """

    prefix: str
    region: str
    base: str
    path: str

    def location(self) -> pools.PoolLocation | None:
        """Return the pool that the domain belongs to; None if there is no such domain."""
        return pools.location_of_domain(self.prefix, self.region)


def address_of(environ: "WSGIEnvironment") -> DomainAddress | None:
    """Return the address of a request to a domain; None for any other request."""
    path, _ = raw_target(environ)
    if host := COGNITO_DOMAIN.fullmatch(environ.get("HTTP_HOST", "")):
        return DomainAddress(host["prefix"], host["region"], "", path)
    if match := COGNITO_DOMAIN_PATH.match(path):
        return DomainAddress(
            match["prefix"], match["region"], f"/{match['host']}", path[len(match["host"]) + 1 :]
        )
    return None


def domain_url(endpoint: str, prefix: str, region: str) -> str:
    """Return the URL of a domain for those who reach the stand-in at an endpoint."""
    host = f"{prefix}.auth.{region}.amazoncognito.com"
    return f"https://{host}" if endpoint.endswith(".amazonaws.com") else f"{endpoint}/{host}"
