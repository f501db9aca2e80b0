"""The application gets the request's target and headers as the client sent them."""

import http.client

import pytest

from loopback_server.environ_keys import SENT_HEADERS
from loopback_server.server import LoopbackServer
from support.raw_http import Echo, talk


@pytest.mark.parametrize(
    "target", ["/a", "//a", "///a//b", "/a/./b/../c", "/%61%2Fb?c=%20", "/a;b?", "http://other.example/a?b"]
)
def test_a_target_is_not_normalised(server: LoopbackServer, echo: Echo, target: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.putrequest("GET", target)
    connection.endheaders()
    assert connection.getresponse().status == 200
    connection.close()
    assert (echo.environs[0]["REQUEST_URI"], echo.environs[0]["RAW_URI"]) == (target, target)


def test_headers_keep_their_order_case_and_underscores(server: LoopbackServer, echo: Echo) -> None:
    talk(server, b"GET / HTTP/1.1\r\nHost: x\r\nx-B_c: 1\r\nX-a: 2\r\nx-B_c: 3\r\n\r\n")
    environ = echo.environs[0]
    assert environ[SENT_HEADERS] == (("Host", "x"), ("x-B_c", "1"), ("X-a", "2"), ("x-B_c", "3"))
    assert environ["HTTP_X_A"] == "2"
    assert "HTTP_X_B_C" not in environ


def test_whitespace_around_a_value_is_not_part_of_it(server: LoopbackServer, echo: Echo) -> None:
    talk(server, b"GET / HTTP/1.1\r\nHost: x\r\nX-A:  two words \t\r\nX-B:\r\n\r\n")
    assert echo.environs[0][SENT_HEADERS] == (("Host", "x"), ("X-A", "two words"), ("X-B", ""))
