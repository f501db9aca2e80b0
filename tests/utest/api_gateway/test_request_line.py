"""The path as the client sent it reaches the gateway."""

import http.client
from collections.abc import Iterable
from typing import Any

import pytest

from api_gateway.server import GatewayServer


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Length", str(len(environ["REQUEST_URI"])))])
    return [environ["REQUEST_URI"].encode()]


@pytest.mark.parametrize("path", ["/a", "//a", "///a//b", "/a/./b/../c", "/%61%2Fb?c=%20", "/a;b?"])
def test_nothing_of_it_is_put_right(path: str) -> None:
    with GatewayServer(echo) as server:
        connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=5)
        connection.putrequest("GET", path)
        connection.endheaders()
        assert connection.getresponse().read().decode() == path
        connection.close()
