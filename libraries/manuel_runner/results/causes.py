"""What the failed and blocked tests of a run have in common: the causes of the register, and those that messages show."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from cause_register import KnownCause
from cause_register.outcome import Outcome, outcome_of_cause, outcome_of_failure, outcomes_of_failure
from manuel_runner.results.model import CauseOfRun, Kind, LinkedTest, SuiteTestResult
from ManuelAPI.contract_check import manuel_contract

SECURITY_TAGS = ("security", "ownership")
WEAKNESS = "cwe-"


def causes_of(tests: Sequence[SuiteTestResult]) -> list[CauseOfRun]:
    """Return what to fix: first what security tests fail by, then the rest; of each, what most tests wait for comes first."""
    groups = _Groups()
    for test in tests:
        if test.details["cause"] is not None:
            groups.add_reported(KnownCause.from_json(json.dumps(test.details["cause"])), test)
    for test in sorted(tests, key=lambda test: test.status == "blocked"):
        groups.add(test)
    return [group.to_cause() for group in sorted(groups.all, key=_urgency)]


def titles_by_id(causes: Sequence[CauseOfRun]) -> dict[str, str]:
    """Return the name of the cause of each failed test, by the test's id."""
    return {test.id: cause.title for cause in causes for test in cause.failed}


def _urgency(group: "_Group") -> tuple[bool, int, int, str]:
    return not group.fails_security, -len(group.failed) - len(group.blocked), -group.met, group.title


def _is_about_security(test: SuiteTestResult) -> bool:
    """Return whether a test is about security, and not the test of a cause that it has met."""
    return test.details["cause"] is None and any(
        tag in SECURITY_TAGS or tag.startswith(WEAKNESS) for tag in test.details["tags"]
    )


@dataclass
class _Group:
    """A cause, and the tests that are found to have it."""

    title: str
    kind: Kind
    outcome: Outcome
    message: str
    known_issue: dict[str, str] | None = None
    failed: list[LinkedTest] = field(default_factory=list)
    known: list[LinkedTest] = field(default_factory=list)
    blocked: list[LinkedTest] = field(default_factory=list)
    met: int = 0
    fails_security: bool = False

    def add(self, test: SuiteTestResult, known_issue: dict[str, str] | None) -> None:
        """Add a test that fails by this cause."""
        if known_issue is None:
            self.failed.append(LinkedTest.to(test))
            self.fails_security |= _is_about_security(test)
        else:
            self.known_issue = known_issue
            self.known.append(LinkedTest.to(test))

    def to_cause(self) -> CauseOfRun:
        return CauseOfRun(
            title=self.title,
            kind=self.kind,
            operation=self.outcome.operation,
            expected=self.outcome.expected,
            got=self.outcome.got,
            message=self.message,
            example=self.outcome.example,
            known_issue=self.known_issue,
            failed=self.failed,
            known=self.known,
            blocked=self.blocked,
            met=self.met,
        )


class _Groups:
    """The causes found so far: those of the register by their reason, those that messages show by their outcome.

    Failed tests have to be added before those that are blocked for the outcome of one.
    """

    def __init__(self) -> None:
        self.all: list[_Group] = []
        self._by_reason: dict[str, _Group] = {}
        self._by_outcome: dict[Outcome, _Group] = {}

    def add_reported(self, known: KnownCause, test: SuiteTestResult) -> None:
        """Add the test of a cause; merged runs may each have one of the same cause."""
        outcome = outcome_of_cause(known)
        reason = known.cause.reason
        if reason not in self._by_reason:
            self._by_reason[reason] = self._begin(known.cause.title, known.cause.kind.value, outcome, test)
            self._by_outcome.setdefault(outcome, self._by_reason[reason])
        self._by_reason[reason].add(test, next(iter(test.details["known_issues"]), None))

    def add(self, test: SuiteTestResult) -> None:
        """Add any other test to the causes that it has met, is blocked by, or fails by."""
        if test.status == "blocked":
            self._blocked_by(test).blocked.append(LinkedTest.to(test))
        elif test.status in ("failed", "known") and test.details["cause"] is None:
            self._add_failed(test)
        for reason in test.details["met_causes"].keys() - {test.details["blocked_by"]}:
            if reason in self._by_reason:
                self._by_reason[reason].met += 1

    def _add_failed(self, test: SuiteTestResult) -> None:
        outcomes = outcomes_of_failure(test.error_message or "", manuel_contract().find_path)
        for outcome, issue in zip_longest(outcomes, test.details["known_issues"]):
            self._with(outcome, test).add(test, issue)
        self._add_reasons(outcomes, test.details["failed_for"])

    def _add_reasons(self, outcomes: Sequence[Outcome], reasons: Sequence[str]) -> None:
        """Note which outcome is meant by each reason that is not an outcome's own, unless that is ambiguous."""
        others = [reason for reason in reasons if reason not in {each.reason for each in outcomes}]
        unnamed = [each for each in outcomes if each.reason not in reasons]
        if len(others) == len(unnamed):
            for reason, outcome in zip(others, unnamed, strict=True):
                self._by_reason.setdefault(reason, self._by_outcome[outcome])

    def _blocked_by(self, test: SuiteTestResult) -> _Group:
        reason = test.details["blocked_by"]
        if reason not in self._by_reason:
            outcome = outcome_of_failure(test.error_message or "", manuel_contract().find_path)
            self._by_reason[reason] = self._begin(reason, "unusable", outcome, test)
        return self._by_reason[reason]

    def _with(self, outcome: Outcome, test: SuiteTestResult) -> _Group:
        if outcome not in self._by_outcome:
            self._by_outcome[outcome] = self._begin(outcome.title, "failure", outcome, test)
        self._by_reason.setdefault(outcome.reason, self._by_outcome[outcome])
        return self._by_outcome[outcome]

    def _begin(self, title: str, kind: Kind, outcome: Outcome, test: SuiteTestResult) -> _Group:
        self.all.append(_Group(title, kind, outcome, test.error_message or "no message"))
        return self.all[-1]
