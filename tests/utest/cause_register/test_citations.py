"""What is wrong with the sources of answers is the same for each manual."""

import pytest

from cause_register.cause import UNKNOWN_CALLS
from cause_register.citations import cites_others, wrong_page
from cause_register.reasons import reason_of_failure

WHERE = "Where: POST http://a/api/query, request id 1"


def cited(wanted: str, sources: str) -> str:
    return f"Expected an answer that cites {wanted}.\nGot one that cites {sources}: 'Descale it; then rinse: twice.'\n{WHERE}"


def reason(failure: str) -> str:
    return reason_of_failure(failure, {"/api/query": "/api/query"}.get)


def test_a_wrong_page_is_the_same_in_every_manual_and_every_keyword() -> None:
    one = reason(cited("coffee-machine, page 7", "coffee-machine.pdf, page 6; coffee-machine.pdf, page 1"))
    other = reason(cited("espresso, page 7", "espresso.pdf, page 6"))
    field = reason(
        f"Expected an object with sources.0.page_number=7.\nGot one that differs:\n  - sources.0.page_number is 6\n{WHERE}"
    )
    assert one == other == field == "POST /api/query: sources.page_number is too small"


def test_a_page_that_is_too_large_is_another_failure() -> None:
    assert (
        reason(cited("oven, page 2", "oven.pdf, page 9"))
        == "POST /api/query: sources.page_number is too large"
    )


def test_other_manuals_in_place_of_one_are_the_same_whichever_it_is() -> None:
    one, other = (
        reason(cited("oven, page 7", "espresso.pdf, page 7")),
        reason(cited("mixer", "oven.pdf, page 1")),
    )
    assert (
        one == other == "POST /api/query: expected an answer that cites the manual, got one that cites others"
    )


CALLS = "AWS calls of the request:\n  dynamodb.GetItem attempt 1: 200, 1 ms"
SEARCHED = f"{CALLS}\n  bedrock-agent-runtime.Retrieve attempt 1: 200, 1 ms"


def unwanted(sources: str, calls: str) -> str:
    return f"Expected an answer without sources.\nGot one that cites {sources}: 'So.'\n{WHERE}\n{calls}"


def test_sources_where_there_should_be_none_are_the_same_whichever_they_are() -> None:
    one, other = (
        reason(unwanted(sources, SEARCHED))
        for sources in ("oven.pdf, page 7", "oven.pdf, page 7; mixer.pdf, page 2")
    )
    assert one == other == "POST /api/query: expected an answer without sources, got one that has some"
    assert reason(unwanted("oven.pdf, page 7", CALLS)) == f"{one} from the cache"


def test_sources_are_not_known_to_come_from_the_cache_if_the_calls_are_unknown() -> None:
    unknown = reason(
        unwanted("oven.pdf, page 7", f"AWS calls of the request:\n  {UNKNOWN_CALLS}no call is traced")
    )
    assert unknown == reason(unwanted("oven.pdf, page 7", SEARCHED))


def test_what_an_answer_does_not_mention_is_the_same_whatever_it_cites() -> None:
    one, other = (
        reason(f"Expected an answer that mentions {said}.\nGot one that cites {sources}: 'So.'\n{WHERE}")
        for said, sources in (
            ("a bird", "oven.pdf, page 7"),
            ("a bird", "mixer.pdf, page 2; oven.pdf, page 7"),
        )
    )
    assert one == other == "POST /api/query: expected an answer that mentions a bird, got another one"
    mute = f"Expected an answer that mentions a bird.\nGot one without sources: 'So.'\n{WHERE}"
    assert reason(mute) != one


@pytest.mark.parametrize(
    "failure",
    [
        cited("oven, page 7", "oven.pdf, page 7"),
        cited("oven, page 7", "oven.pdf, page None"),
        "Expected an answer that cites oven, page 7.\nGot one without sources: 'I do not know.'",
        "Expected an answer without sources.\nGot one that cites oven.pdf, page 7: 'So.'",
    ],
)
def test_anything_else_is_not_about_a_page(failure: str) -> None:
    assert wrong_page(failure) is None


@pytest.mark.parametrize(
    "failure",
    [
        cited("oven, page 7", "oven.pdf, page 6"),
        "Expected an answer that cites oven.\nGot one that cites nothing, and says that it has found context: 'So.'",
        "Expected an answer that cites only manual 7.\nGot one that cites 8",
    ],
)
def test_anything_else_is_not_about_other_manuals(failure: str) -> None:
    assert not cites_others(failure)
