"""docs/security-coverage.md is that of the suites."""

from pathlib import Path

import pytest

from manuel_runner.security_coverage import (
    PAGE,
    SecurityTopic,
    catalogue,
    security_coverage,
    unknown_tags,
)

SUITE = """
*** Test Cases ***
Token Is Refused
    [Tags]    asvs-9.1.2    cwe-79    owasp-api2
    No Operation

Other
    [Tags]    asvs-9.10    cwe-4711
    No Operation
"""


@pytest.fixture(scope="module")
def page() -> str:
    return security_coverage()


@pytest.fixture
def suites(tmp_path: Path) -> Path:
    (tmp_path / "tokens.robot").write_text(SUITE)
    return tmp_path


def test_the_page_is_that_of_the_suites(page: str) -> None:
    assert PAGE.read_text() == page, "write it anew: python -m manuel_runner.security_coverage"


def test_every_tag_of_a_test_has_a_row(suites: Path) -> None:
    assert unknown_tags() == set()
    assert unknown_tags(suites) == {"asvs-9.10", "cwe-4711"}


def test_a_row_lists_its_tests_and_a_hole_says_so(suites: Path) -> None:
    page = security_coverage(suites).splitlines()
    assert (
        "| `asvs-9.1` | 9.1 Token Source and Integrity | 1 | [tokens](../suites/tokens.robot): Token Is Refused |"
        in page
    )
    assert "| `owasp-api1` | API1: Broken Object Level Authorization | 0 | **hole** |" in page
    assert "| `asvs-4.3` | 4.3 GraphQL | 0 | none: the API has no GraphQL |" in page


def test_what_says_why_it_has_no_test_has_none(page: str) -> None:
    excused = [topic for _, topics in catalogue().values() for topic in topics if topic.without]
    assert excused
    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    assert [topic.tag for topic in excused if f"| 0 | none: {topic.without}" not in rows[topic.tag]] == []


@pytest.mark.parametrize(
    ("tag", "is_included"),
    [("asvs-9.1", True), ("asvs-9.1.2", True), ("asvs-9.10", False), ("asvs-9", False)],
)
def test_a_tag_stands_for_those_below_it(tag: str, is_included: bool) -> None:
    assert SecurityTopic("asvs-9.1", "Tokens").includes(tag) is is_included
