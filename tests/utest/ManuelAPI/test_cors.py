"""Which origins a response may allow."""

import pytest
from requests import PreparedRequest, Response

from ManuelAPI.cors import cors_violations

OURS, ALSO_OURS, ATTACKER = "https://app.example.com", "https://admin.example.com", "https://attacker.example"
ALLOWED = [OURS, ALSO_OURS]


def response(origin: str, named: str | None, *, status: int = 200) -> Response:
    """Return the response to a request of a page of one origin, which allows what it names."""
    made, made.request = Response(), PreparedRequest()
    made.status_code = status
    made.request.headers = {"Origin": origin}  # type: ignore[assignment]
    made.headers["Vary"] = "Origin"
    if named is not None:
        made.headers["Access-Control-Allow-Origin"] = named
    return made


def findings(answer: Response, *, behind_api_gateway: bool = False) -> list[str]:
    found = cors_violations(answer, ALLOWED, behind_api_gateway=behind_api_gateway)
    return [violation.finding for violation in found]


@pytest.mark.parametrize("origin", ALLOWED)
def test_an_allowed_origin_is_echoed(origin: str) -> None:
    assert findings(response(origin, origin)) == []
    assert findings(response(origin, None)) == ["an allowed origin is not allowed"]
    assert findings(response(origin, "*")) == ["an allowed origin is not allowed"]


@pytest.mark.parametrize("named", [ATTACKER, OURS, "*"])
def test_another_origin_is_not_mentioned(named: str) -> None:
    assert findings(response(ATTACKER, None)) == []
    assert findings(response(ATTACKER, named)) == ["an origin is allowed that must not be"]


def test_errors_of_api_gateway_may_name_an_allowed_origin_whoever_asks() -> None:
    assert findings(response(ATTACKER, OURS, status=401), behind_api_gateway=True) == []
    assert findings(response(ATTACKER, OURS, status=401)) != []


@pytest.mark.parametrize(("named", "status"), [(ATTACKER, 401), ("*", 401), (OURS, 200)])
def test_api_gateway_is_no_excuse_for_anything_else(named: str, status: int) -> None:
    assert findings(response(ATTACKER, named, status=status), behind_api_gateway=True) == [
        "an origin is allowed that must not be"
    ]
