"""Known issues: causes of failure that a team has accepted until a date."""

import functools
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cause_register.outcome import Outcome
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError, shown
from ManuelEnvironment.settings import PROBLEMS_SHOWN, Settings
from ManuelEnvironment.settings_files import parse_settings_file

KNOWN_METADATA = "Known issues"
"""The metadata of a test that fails by known issues alone: a JSON list of them."""
ANYTHING = "*"
Text = Annotated[str, Field(min_length=1, pattern=r"\S")]


class KnownIssue(BaseModel):
    """A cause of failure that does not fail a run, until a date.

    Attributes:
        operation: A pattern for the operation of a cause, as in results.json; `*` stands for anything.
        expected: A pattern for what was expected.
        got: A pattern for what was there instead.
        reason: Why it is accepted.
        owner: Who will see to it.
        until: The last day on which it is accepted.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    operation: Text = ANYTHING
    expected: Text = ANYTHING
    got: Text = ANYTHING
    reason: Text
    owner: Text
    until: date

    @model_validator(mode="after")
    def _says_what_it_is_about(self) -> "KnownIssue":
        if {self.operation, self.expected, self.got} == {ANYTHING}:
            raise ValueError(
                "needs a pattern for operation, expected or got: without one, it would be every cause"
            )
        return self

    def fits(self, outcome: Outcome) -> bool:
        """Return whether the issue is the cause of an outcome."""
        return all(
            _fits(pattern, text)
            for pattern, text in (
                (self.operation, outcome.operation),
                (self.expected, outcome.expected),
                (self.got, outcome.got),
            )
        )

    def is_over(self, today: date) -> bool:
        """Return whether the issue is no longer accepted."""
        return today > self.until


class KnownIssues(BaseModel):
    """The content of a file of known issues."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    known_issues: list[KnownIssue]


def accepted_issues(settings: Settings) -> list[KnownIssue]:
    """Return the known issues of an environment; none if its settings name no file.

    Raises:
        ConfigurationError: As for `read_known_issues`.
    """
    return read_known_issues(REPOSITORY / settings.known_issues) if settings.known_issues else []


@functools.cache
def read_known_issues(file: Path) -> list[KnownIssue]:
    """Read a file of known issues, YAML or JSON.

    Raises:
        ConfigurationError: The file is missing or invalid; one line names the place, its value and what is allowed.
    """
    content = parse_settings_file(file)
    try:
        return KnownIssues.model_validate(content).known_issues
    except ValidationError as error:
        raise ConfigurationError(
            f"{file}: {'; '.join(map(_describe, error.errors()[:PROBLEMS_SHOWN]))}"
        ) from None


def write_known_issues(issues: Sequence[KnownIssue], file: Path) -> None:
    """Write a file of known issues.

    Raises:
        OSError: The file cannot be written.
    """
    content = KnownIssues(known_issues=list(issues)).model_dump()
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def issues_of(outcomes: Sequence[Outcome], issues: Sequence[KnownIssue]) -> list[KnownIssue]:
    """Return the known issue of each outcome; nothing if one of them is of no known issue."""
    found = [next((issue for issue in issues if issue.fits(outcome)), None) for outcome in outcomes]
    return [] if None in found else [issue for issue in found if issue is not None]


def _fits(pattern: str, text: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split(ANYTHING))), text, re.DOTALL) is not None


def _describe(problem: Any) -> str:
    place = ".".join(str(part) for part in problem["loc"])
    match problem["type"]:
        case "extra_forbidden":
            return f"{place} is an unknown key"
        case "missing":
            return f"{place} is missing"
        case "value_error":
            return f"{place} {problem['ctx']['error']}"
        case _:
            return (
                f"{place} is {shown(problem['input'])}, but {problem['msg'][:1].lower()}{problem['msg'][1:]}"
            )
