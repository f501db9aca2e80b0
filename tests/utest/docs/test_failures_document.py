"""docs/failures.md names every failure that comes with the library FailureSimulator."""

import re

import pytest

from FailureSimulator.named_failures import SHIPPED, NamedFailure, read_failures
from support.documents import REPOSITORY

FAILURES = {failure.name: failure for failure in read_failures(SHIPPED)}
PAGE = (REPOSITORY / "docs" / "failures.md").read_text(encoding="utf-8")
AWS, CAUSES = (
    PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    for title in ("Faults of AWS", "Failures with a real cause")
)


def rows(chapter: str) -> dict[str, str]:
    """Return the rows of a table by the names in their first column."""
    return dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", chapter, re.MULTILINE))


def codes_of(failure: NamedFailure) -> list[str]:
    return [str(rule["code"]) for rule in failure.rules if "code" in rule]


def test_the_tables_have_every_failure_where_it_belongs() -> None:
    with_rules = [name for name, failure in FAILURES.items() if failure.cause is None]
    assert list(rows(AWS)) == with_rules
    assert list(rows(CAUSES)) == [name for name in FAILURES if name not in with_rules]


@pytest.mark.parametrize("name", rows(AWS))
def test_a_row_says_what_the_failure_injects(name: str) -> None:
    assert [code for code in codes_of(FAILURES[name]) if f"`{code}`" not in rows(AWS)[name]] == []


@pytest.mark.parametrize("name", rows(CAUSES))
def test_a_row_says_which_status_the_cause_leads_to(name: str) -> None:
    cause = FAILURES[name].cause
    assert cause is not None
    assert f"| {cause.status}" in rows(CAUSES)[name]
