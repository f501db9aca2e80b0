import pytest

from load_engine.cache_evidence import came_from_cache
from load_engine.timed_response import Content, Phases, TimedResponse


def answer(*header_lines: str, body: bytes = b"{}") -> TimedResponse:
    lines = [f"{line}\r\n".encode() for line in ("HTTP/1.1 200 OK", *header_lines, "")]
    return TimedResponse(0, 0, 0, 0, 0, 200, None, 0, Phases(0, 0, 0, 0), Content(lines, body))


@pytest.mark.parametrize(
    ("response", "verdict"),
    [
        (answer(body=b'{"cache_status": "hit"}'), True),
        (answer(body=b'{"cache_status": "miss"}'), False),
        (answer("Cache-Status: ExampleCache; hit; ttl=376"), True),  # RFC 9211, section 3
        (answer("Cache-Status: ExampleCache; fwd=miss; stored"), False),
        (answer("X-Cache: Hit from cloudfront"), True),
        (answer("X-Cache: Miss from cloudfront"), False),
        (answer("CF-Cache-Status: HIT"), True),
        (answer("Age: 120"), True),
        (answer("Age: 0"), None),
        (answer("Age: none"), None),
        (answer("X-Other: hit"), None),
        (answer("X-Cache: Hit", body=b'{"cache_status": "miss"}'), False),
        (answer(body=b"not JSON"), None),
        (answer(body=b'["hit"]'), None),
    ],
)
def test_response_says_where_it_came_from(response: TimedResponse, verdict: bool | None) -> None:
    assert came_from_cache(response) is verdict
