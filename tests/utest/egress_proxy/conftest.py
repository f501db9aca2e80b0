"""A proxy whose AWS and whose site tell what they were asked."""

import json
from collections.abc import Iterator

import pytest

from egress_proxy.proxy import EgressProxy
from egress_proxy.site_certificates import Flaw
from fault_engine.identification import read_body

FLAWS = {
    "untrusted.test": Flaw.UNKNOWN_AUTHORITY,
    "misnamed.test": Flaw.ANOTHER_NAME,
    "expired.test": Flaw.EXPIRED,
}


def telling(name: str):
    """Return an application that answers with its name and what it was asked."""

    def application(environ, start_response):
        asked = {
            "application": name,
            "method": environ["REQUEST_METHOD"],
            "url": f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}{environ['REQUEST_URI']}",
            "path": environ["PATH_INFO"],
            "body": read_body(environ).decode(),
        }
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(asked).encode()]

    return application


@pytest.fixture
def proxy() -> Iterator[EgressProxy]:
    """Return a proxy that leads some hosts to a site, and presents wrong certificates for two of them."""
    sites = dict.fromkeys(("manuals.example.com", "*.test"), telling("site"))
    with EgressProxy(telling("aws"), sites, flaws=FLAWS) as running:
        yield running
