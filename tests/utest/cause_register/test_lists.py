"""A list that is too long, too short or in another order is known by that, whatever a test has made of it."""

import pytest

from cause_register.lists import wrong_list

FIELDS = "Expected a response with count=1, files.0.id=7.\nGot one that differs:\n"


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (
            "Expected names to be ['a.pdf'].\nGot ['a.pdf', 'b.pdf']\nFrom: GET http://a/manuals",
            "has too many entries",
        ),
        ("Expected listed to be ['b', 'a'].\nGot ['b', 'a', 'a']", "has too many entries"),
        ("Expected paged to be [{'id': 1}].\nGot [{'id': 1}, {'id': 2}]", "has too many entries"),
        ("Expected page.manuals to be empty.\nGot [{'id': 1}]", "has too many entries"),
        (
            "Expected ids to have the length 21.\nGot the length 40: ['a', 'b… (1600 characters)",
            "has too many entries",
        ),
        (f"{FIELDS}  - count is 2\nWhere: GET http://a/manuals", "has too many entries"),
        (f"{FIELDS}  - count is 0\nWhere: GET http://a/manuals", "has too few entries"),
        ("Expected ids to have the length 21.\nGot the length 20: ['a']", "has too few entries"),
        ("Expected names to be ['a', 'b'].\nGot ['b']", "has too few entries"),
        ("Expected dates to be ['1', '2'].\nGot ['2', '1']", "is in another order"),
    ],
)
def test_a_list_is_known_by_what_is_wrong_with_it(failure: str, said: str) -> None:
    assert wrong_list(failure, "GET /api/manuals") == f"the list {said}"


def test_another_list_of_a_response_has_its_own_name() -> None:
    failure = "Expected answer.sources to be ['a'].\nGot ['a', 'b']\nFrom: POST http://a/api/query"
    assert wrong_list(failure, "POST /api/query") == "sources has too many entries"


@pytest.mark.parametrize(
    "failure",
    [
        "Expected names to be ['a'].\nGot ['b']",
        "Expected names to be ['a', 'b'].\nGot ['b', 'c', 'd']",
        "Expected names to be ['a', 'b… (1600 characters).\nGot ['a']",
        "Expected names to be ['a'].\nGot None",
        "Expected name to be empty.\nGot 'a'",
        "count: Expected a number of less than 20.\nGot 20.",
        f"{FIELDS}  - count is 2\n  - files.0.id is 8",
        f"{FIELDS}  - files.0.id is 8",
    ],
)
def test_other_entries_are_another_failure_each(failure: str) -> None:
    assert wrong_list(failure, "GET /api/manuals") == ""
