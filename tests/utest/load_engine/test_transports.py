"""Both transports behave in the same way."""

from time import perf_counter

import pytest

from load_engine.curl import CurlTransport
from load_engine.models import one_by_one
from load_engine.request_template import HttpRequest, RequestTemplate
from load_engine.threads import ThreadTransport
from load_engine.timed_response import NO_CONTENT, TimedResponse
from load_engine.transports import open_transport

pytestmark = pytest.mark.parametrize("transport", [CurlTransport, ThreadTransport])


class Alternating:
    """Requests of different methods."""

    timeout = 5.0

    def __init__(self, url: str) -> None:
        self._requests = [
            HttpRequest("POST", url, {}, b"x"),
            HttpRequest("GET", url, {}, None),
            HttpRequest("HEAD", url, {}, None),
        ]

    def request_of(self, number: int) -> HttpRequest:
        return self._requests[number % len(self._requests)]


def responses(transport: type, request: RequestTemplate, count: int = 1) -> list[TimedResponse]:
    opened = transport(request, connections=1)
    try:
        return list(one_by_one(opened, range(count)))
    finally:
        opened.close()


def test_response_arrives_with_its_header_and_body(server, transport) -> None:
    (came,) = responses(transport, RequestTemplate("GET", f"{server.url}/cache"))
    assert (came.status, came.error) == (200, None)
    assert came.content.body == b'{"cache_status": "miss"}'
    assert b"Content-Type: application/json\r\n" in came.content.header_lines


def test_connection_is_used_again(server, transport) -> None:
    came = responses(transport, RequestTemplate("GET", f"{server.url}/ok"), 10)
    assert [each.new_connections for each in came] == [1] + [0] * 9
    assert came[0].phases.connect > 0
    assert came[5].phases.connect == 0
    assert len(server.ports) == 1


def test_closed_connection_is_opened_again(server, transport) -> None:
    came = responses(transport, RequestTemplate("GET", f"{server.url}/close"), 5)
    assert [each.new_connections for each in came] == [1] * 5
    assert len(server.ports) == 5


def test_duration_is_that_of_the_server(server, transport) -> None:
    (came,) = responses(transport, RequestTemplate("GET", f"{server.url}/slow"))
    assert came.duration >= 100_000
    assert 95_000 <= came.phases.server <= came.duration


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "HEAD"])
def test_every_method_is_sent_as_it_is(server, transport, method: str) -> None:
    body = None if method in ("GET", "HEAD") else '{"number": {number}}'
    came = responses(
        transport, RequestTemplate(method, f"{server.url}/ok?n={{number}}", {"X-Test": "yes"}, body), 2
    )
    assert [each.error for each in came] == [None, None]
    seen_method, path, headers, seen_body = server.requests[1]
    assert (seen_method, path, headers["X-Test"]) == (method, "/ok?n=1", "yes")
    assert seen_body == (b"" if body is None else b'{"number": 1}')
    assert "Expect" not in headers


def test_post_without_body_has_length_zero(server, transport) -> None:
    (came,) = responses(transport, RequestTemplate("POST", f"{server.url}/ok"))
    assert came.status == 200
    assert server.requests[0][2]["Content-Length"] == "0"


def test_status_other_than_success_is_an_error(server, transport) -> None:
    (came,) = responses(transport, RequestTemplate("GET", f"{server.url}/status/503"))
    assert (came.status, came.error) == (503, "HTTP 503")


@pytest.mark.parametrize(
    ("path", "failure"),
    [("/hang", "timeout"), ("/reset", "connection reset"), ("/short", "response cut short")],
)
def test_failure_has_a_name(server, transport, path: str, failure: str) -> None:
    (came,) = responses(transport, RequestTemplate("GET", server.url + path, timeout=0.3))
    assert (came.status, came.error) == (0, failure)


def test_refused_connection_has_a_name(dead_url: str, transport) -> None:
    (came,) = responses(transport, RequestTemplate("GET", dead_url))
    assert came.error == "connection refused"


def test_transport_goes_on_after_a_failure(server, transport) -> None:
    came = responses(transport, RequestTemplate("GET", f"{server.url}/every-fifth"), 7)
    assert [each.error for each in came] == [None] * 4 + ["HTTP 500"] + [None] * 2


def test_many_requests_are_in_flight_at_a_time(server, transport) -> None:
    opened = transport(RequestTemplate("GET", f"{server.url}/together/20", timeout=20), connections=20)
    try:
        for number in range(20):
            opened.send(number, perf_counter())
        assert opened.in_flight == 20
        came: list[TimedResponse] = []
        while opened.in_flight:
            came.extend(opened.wait(0.1))
    finally:
        opened.close()
    assert sorted(each.number for each in came) == list(range(20))
    assert {each.error for each in came} == {None}


def test_closing_cuts_off_what_is_in_flight(server, transport) -> None:
    opened = transport(RequestTemplate("GET", f"{server.url}/hang", timeout=30), connections=1)
    opened.send(0, perf_counter())
    opened.wait(0.1)
    start = perf_counter()
    opened.close()
    assert perf_counter() - start < 15


def test_method_of_a_connection_changes_with_its_request(server, transport) -> None:
    opened = transport(Alternating(f"{server.url}/ok"), connections=1)
    came = list(one_by_one(opened, range(4)))
    opened.close()
    assert [each.error for each in came] == [None] * 4
    assert [(method, body) for method, _, _, body in server.requests] == [
        ("POST", b"x"),
        ("GET", b""),
        ("HEAD", b""),
        ("POST", b"x"),
    ]
    assert len(server.ports) == 1


def test_load_needs_no_content(server, transport) -> None:
    request = RequestTemplate("GET", f"{server.url}/status/503")
    (kept,) = responses(transport, request)
    assert kept.content != NO_CONTENT
    opened = CurlTransport(request, connections=1, keeps_content=False)
    (came,) = one_by_one(opened, [0])
    opened.close()
    assert (came.content, came.error, came.new_connections) == (NO_CONTENT, "HTTP 503", 1)


def test_machine_without_pycurl_uses_threads(monkeypatch: pytest.MonkeyPatch, transport) -> None:
    installed = transport is CurlTransport
    monkeypatch.setattr("load_engine.transports.find_spec", lambda _: installed or None)
    opened = open_transport(RequestTemplate("GET", "http://127.0.0.1:1/"), connections=1)
    opened.close()
    assert isinstance(opened, transport)
