from decimal import Decimal
from typing import Any

import pytest

from field_comparison.comparison import (
    MISSING,
    as_condition,
    as_text,
    complaints,
    differences,
    equals,
    field,
    misspelt,
    parsed,
    paths,
)
from field_comparison.suggestions import did_you_mean

MANUAL = {
    "status": "ready",
    "pages": 4,
    "cost": 0.0,
    "last_queried": None,
    "usage": {"daily_used": 3},
    "sources": [{"page": 7}, {"page": 2}],
    "a.b": 1,
}


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (4, "4"),
        (4, 4),
        (4.0, "4"),
        (4, "4.0"),
        (0.1 + 0.2, "0.3"),
        (0.1 + 0.2, 0.3),
        (Decimal(3), "3"),
        (Decimal("0.3"), 0.3),
        (True, "true"),
        (True, True),
        (None, "null"),
        (None, None),
        ("ready", "ready"),
        ("ready", "re*"),
        ("4", "4"),
        (["a"], '["a"]'),
        ({"b", "a"}, '["a", "b"]'),
    ],
)
def test_values_equal_what_testers_write(held: Any, wanted: Any) -> None:
    assert equals(held, wanted)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (4, "5"),
        (4, "four"),
        (4, ""),
        (0.3, "0.300001"),
        (1_790_000_000, 1_790_000_001),
        (10**17, 10**17 + 1),
        (True, "1"),
        (1, True),
        (1, "true"),
        (False, None),
        (None, "None"),
        (None, ""),
        ("", None),
        ("4", 4),
        ("ready", "Ready"),
        ("ready ", "ready"),
        ("ready", "*d"),
        (MISSING, 4),
    ],
)
def test_what_differs_is_not_equal(held: Any, wanted: Any) -> None:
    assert not equals(held, wanted)


@pytest.mark.parametrize(
    ("path", "held"),
    [
        ("pages", 4),
        ("usage.daily_used", 3),
        ("sources.0.page", 7),
        ("sources.-1.page", 2),
        ("a.b", 1),
        ("page", MISSING),
        ("usage.daily", MISSING),
        ("sources.2.page", MISSING),
        ("sources.-3", MISSING),
        ("sources.first", MISSING),
        ("pages.0", MISSING),
    ],
)
def test_fields_are_found_by_their_paths(path: str, held: Any) -> None:
    assert field(MANUAL, path) == held


def test_only_what_differs_is_told_with_what_it_is() -> None:
    wanted = {"status": "ready", "pages": "5", "usage.daily_used": 4}
    assert differences(MANUAL, wanted) == {"pages": 4, "usage.daily_used": 3}
    assert complaints(MANUAL, wanted) == ["pages is 4", "usage.daily_used is 3"]
    assert complaints(MANUAL, {"status": "failed", "last_queried": "now"}) == [
        'status is "ready"',
        "last_queried is null",
    ]


def test_a_field_that_does_not_exist_is_named_with_what_was_meant() -> None:
    assert complaints(MANUAL, {"statis": 4}) == ["there is no field statis. Did you mean status?"]
    assert complaints(MANUAL, {"statis": "*"}) == ["there is no field statis. Did you mean status?"]
    assert complaints(MANUAL, {"usage.daily_use": 3}) == [
        "there is no field usage.daily_use. Did you mean usage.daily_used?"
    ]
    assert complaints(MANUAL, {"colour": "red"}) == ["there is no field colour."]
    assert complaints(["no object"], {"pages": 4}) == ["there is no field pages."]


def test_paths_lead_into_objects() -> None:
    assert paths(MANUAL) == [
        "status",
        "pages",
        "cost",
        "last_queried",
        "usage",
        "usage.daily_used",
        "sources",
        "a.b",
    ]


def test_conditions_are_written_for_people() -> None:
    assert (
        as_condition({"user_id": "u1", "count": Decimal(2), "done": True}) == "user_id=u1, count=2, done=true"
    )
    assert as_text({"a": [1, None]}) == '{"a": [1, null]}'


def test_near_names_are_suggested() -> None:
    assert did_you_mean("stats", ["status", "json"]) == " Did you mean status?"
    assert did_you_mean("Retreive", ["Retrieve"]) == " Did you mean Retrieve?"
    assert did_you_mean("colour", ["status"]) == ""


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        (["severty"], "severty. Did you mean severity?"),
        (["severity", "exception.typ"], "exception.typ. Did you mean exception.type?"),
        (["severity", "items.0"], None),
        (["colour"], None),
        (["daily_count"], None),
    ],
)
def test_names_that_nothing_has_and_that_are_nearly_the_name_of_a_field(
    names: list[str], hint: str | None
) -> None:
    contents = [{"severity": "high", "daily_cost": 1}, {"exception": {"type": "E"}, "items": [1]}]
    assert misspelt(names, contents) == hint
    assert misspelt(names, []) is None


def test_a_text_that_is_no_json_that_can_be_read_is_itself() -> None:
    assert parsed('{"a": [1]}') == {"a": [1]}
    for text in ("brackets", "[" * 100_000):
        assert parsed(text) == text
