"""The site that a backend must not visit."""

import urllib.request

import pytest

from ManuelAPI.keywords.canary import CanaryKeywords


@pytest.fixture
def canary() -> CanaryKeywords:
    return CanaryKeywords()


def test_a_visit_is_reported(canary: CanaryKeywords) -> None:
    port = canary.start_canary_site()
    canary.canary_site_should_not_have_been_visited()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/secret", timeout=30) as reply:
        assert reply.read().startswith(b"%PDF-")
    with pytest.raises(AssertionError, match=f"GET /secret for 127.0.0.1:{port}"):
        canary.canary_site_should_not_have_been_visited()
    canary.end_test(None, None)  # type: ignore[arg-type]


def test_the_site_ends_with_the_test(canary: CanaryKeywords) -> None:
    port = canary.start_canary_site()
    canary.end_test(None, None)  # type: ignore[arg-type]
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30)
    with pytest.raises(AssertionError, match="not running"):
        canary.canary_site_should_not_have_been_visited()


def test_starting_it_twice_gives_the_same_site(canary: CanaryKeywords) -> None:
    assert canary.start_canary_site() == canary.start_canary_site()
    canary.end_suite(None, None)  # type: ignore[arg-type]
