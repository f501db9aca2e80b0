"""Files of known issues: what they may contain, and which outcomes are theirs."""

from datetime import date
from pathlib import Path

import pytest

from cause_register.outcome import Outcome
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.known_issues import (
    KnownIssue,
    issues_of,
    read_known_issues,
    write_known_issues,
)

UPLOAD = Outcome("POST /api/manuals/upload", "status 201", "404 Not Found")
GROWTH = Outcome("GET /api/user/usage", "growth by …", "growth by …, to …")


def issue(**changes: object) -> KnownIssue:
    values = {"got": "404 *", "reason": "Uploads go to S3.", "owner": "team-api", "until": "2030-01-31"}
    return KnownIssue.model_validate({**values, **changes})


@pytest.mark.parametrize(
    ("patterns", "fits"),
    [
        ({"got": "404 *"}, True),
        ({"operation": "POST /api/*", "expected": "status 201", "got": "*"}, True),
        ({"got": "404"}, False),
        ({"operation": "GET *"}, False),
        ({"operation": "POST /api/manuals/upload", "expected": "status 200"}, False),
        ({"got": "... *"}, False),
    ],
)
def test_an_issue_fits_if_all_its_patterns_do(patterns: dict[str, str], fits: bool) -> None:
    assert issue(**patterns).fits(UPLOAD) is fits


def test_values_that_vary_are_an_ellipsis() -> None:
    assert issue(expected="growth by …", got="growth by …, to …").fits(GROWTH)


def test_a_failure_is_known_only_if_each_of_its_outcomes_is() -> None:
    known = issue()
    assert issues_of([UPLOAD], [known]) == [known]
    assert issues_of([UPLOAD, GROWTH], [known]) == []


def test_an_issue_is_accepted_until_the_end_of_its_last_day() -> None:
    assert not issue().is_over(date(2030, 1, 31))
    assert issue().is_over(date(2030, 2, 1))


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    issues = [issue(), issue(operation="GET /health 200", got="`region` is not in the contract: yes")]
    write_known_issues(issues, tmp_path / "known.yaml")
    assert read_known_issues(tmp_path / "known.yaml") == issues


ENTRY = "{got: '404 *', reason: r, owner: o, until: 2030-01-31}"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[1]", "must be a mapping"),
        ("issues: []", "known_issues is missing"),
        (f"known_issues: [{ENTRY}, {{got: x, reason: r, owner: o}}]", "known_issues.1.until is missing"),
        (
            f"known_issues: [{ENTRY.replace('owner', 'owned_by')}]",
            "known_issues.0.owned_by is an unknown key",
        ),
        (f"known_issues: [{ENTRY.replace('2030-01-31', 'soon')}]", "known_issues.0.until is 'soon', but"),
        (f"known_issues: [{ENTRY.replace(': r,', ': ,')}]", "known_issues.0.reason is None, but"),
        (f"known_issues: [{ENTRY.replace('404 *', '*')}]", "known_issues.0 needs a pattern"),
        (f"known_issues: [{ENTRY}", "line 1"),
    ],
)
def test_an_invalid_file_is_refused_in_one_line(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "known.yaml"
    file.write_text(text)
    with pytest.raises(ConfigurationError) as refused:
        read_known_issues(file)
    assert problem in str(refused.value)
    assert str(refused.value).startswith(f"{file}: ")
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"absent\.yaml"):
        read_known_issues(tmp_path / "absent.yaml")
