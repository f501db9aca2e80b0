"""Links in responses, and how long they are valid."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from werkzeug.wrappers import Response

from ManuelAPI import ManuelAPI
from ManuelAPI.keywords.links import SIGNED_AT


def link(age: timedelta, seconds: int) -> str:
    signed_at = (datetime.now(UTC) - age).strftime(SIGNED_AT)
    return f"https://bucket.example.com/a.pdf?X-Amz-Date={signed_at}&X-Amz-Expires={seconds}&X-Amz-Signature=5ec7e7"


def test_a_link_is_opened_without_a_token(api: Any, environment: Any, signed_in: Any) -> None:
    api.answer = lambda _: Response(b"%PDF-", 200, content_type="application/pdf")
    response = ManuelAPI().open_link(f"{api.url}/a.pdf?X-Amz-Signature=5ec7e7")
    assert response.content == b"%PDF-"
    assert "Authorization" not in api.requests[0].headers


def test_another_status_fails_without_revealing_the_signature(api: Any, environment: Any) -> None:
    api.answer = lambda _: Response("", 403)
    with pytest.raises(AssertionError, match="Expected status 200") as failure:
        ManuelAPI().open_link(f"{api.url}/a.pdf?X-Amz-Signature=5ec7e7")
    assert "5ec7e7" not in str(failure.value)


def test_what_is_no_link_fails() -> None:
    with pytest.raises(AssertionError, match=r"^Expected a link, which begins with http.*\nGot 'None'$"):
        ManuelAPI().open_link("None")


@pytest.mark.parametrize(("age", "seconds"), [(0, 900), (0, 3600), (-1, 3600)])
def test_a_link_that_expires_soon_passes(environment: Any, age: int, seconds: int) -> None:
    url = link(timedelta(seconds=age), seconds)
    ManuelAPI().link_should_expire_within(url, timedelta(hours=1))
    with pytest.raises(AssertionError, match="Expected a link that is valid now, for 60 s at most"):
        ManuelAPI().link_should_expire_within(url, timedelta(minutes=1))


@pytest.mark.parametrize(
    ("age", "seconds", "came"),
    [
        (timedelta(0), 7 * 86_400, r"valid for 6047\d\d s|valid for 60480\d s"),
        (timedelta(hours=2), 900, r"valid for -63\d\d s"),
    ],
)
def test_a_link_that_lasts_too_long_or_has_expired_fails(
    environment: Any, age: timedelta, seconds: int, came: str
) -> None:
    with pytest.raises(AssertionError, match=came):
        ManuelAPI().link_should_expire_within(link(age, seconds), timedelta(hours=1))


@pytest.mark.parametrize(
    ("url", "came"),
    [
        ("https://bucket.example.com/a.pdf?Signature=x&Expires=99999999999", "valid for"),
        ("https://bucket.example.com/a.pdf", "without a signature"),
    ],
)
def test_a_link_that_never_expires_or_is_not_signed_fails(environment: Any, url: str, came: str) -> None:
    with pytest.raises(AssertionError, match=came):
        ManuelAPI().link_should_expire_within(url, timedelta(hours=1))


def test_a_link_that_is_signed_later_outlasts_an_earlier_one() -> None:
    earlier, later = (link(timedelta(seconds=age), 900) for age in (2, 0))
    ManuelAPI().link_should_outlast(later, earlier)
    with pytest.raises(AssertionError, match="Got one that expires 2 s earlier"):
        ManuelAPI().link_should_outlast(earlier, later)


@pytest.mark.parametrize(
    ("age", "got"), [(0, "at the same time"), (7, "7 s earlier")], ids=["same", "earlier"]
)
def test_a_link_that_does_not_outlast_another_one_fails(age: int, got: str) -> None:
    other = link(timedelta(0), 900)
    url = other.replace("X-Amz-Expires=900", f"X-Amz-Expires={900 - age}")
    with pytest.raises(
        AssertionError, match=f"expires later than the other one.\nGot one that expires {got}"
    ):
        ManuelAPI().link_should_outlast(url, other)


@pytest.mark.parametrize("status", [403, 404])
def test_a_dead_link_passes(api: Any, environment: Any, status: int) -> None:
    api.answer = lambda _: Response("", status)
    ManuelAPI().link_should_be_dead(f"{api.url}/a.pdf")
    assert [(request.method, request.path) for request in api.requests] == [("GET", "/a.pdf")]


@pytest.mark.parametrize("status", [200, 302, 500])
def test_a_link_that_is_not_dead_fails(api: Any, environment: Any, status: int) -> None:
    api.answer = lambda _: Response("", status)
    with pytest.raises(AssertionError, match=f"Got {status}"):
        ManuelAPI().link_should_be_dead(f"{api.url}/a.pdf")
