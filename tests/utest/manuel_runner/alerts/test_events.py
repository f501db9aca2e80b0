"""What there is to tell about a run, by its results and by the runs before it."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from manuel_runner.alerts.alert import Alert, link_to_run
from manuel_runner.alerts.events import alerts_about_results
from manuel_runner.alerts.last_runs import LastRun, read_last_runs
from manuel_runner.results.history import Entry
from secret_masking import masking
from secret_masking.index import SecretIndex

PASSED = {"summary": {"passed": 5, "failed": 0, "blocked": 0, "skipped": 1}, "causes": []}
FAST, SLOW = [100.0, 104.0] * 10, [150.0, 154.0] * 5


@pytest.fixture(autouse=True)
def _no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "_index", SecretIndex())


def told(folder: Path, *, passed: bool, results: dict[str, Any], selection: str = "all tests") -> list[Alert]:
    run = LastRun("staging", selection, passed, datetime.now(UTC))
    return [*alerts_about_results(run, results, folder)]


def cause(number: int, **values: Any) -> dict[str, Any]:
    return {"title": f"Cause {number}", "failed": [{}], "blocked": [{}, {}], "known_issue": None, **values}


def failed(*causes: dict[str, Any]) -> dict[str, Any]:
    return {"summary": {"passed": 4, "failed": 1, "blocked": 2, "skipped": 0}, "causes": [*causes]}


def test_a_run_that_passes_after_one_that_did_not_has_recovered(tmp_path: Path) -> None:
    outcomes = (True, False, False, True, True)
    events = [
        [alert.event for alert in told(tmp_path, passed=passed, results=PASSED if passed else failed())]
        for passed in outcomes
    ]
    assert events == [[], ["failed"], ["failed"], ["recovered"], []]


def test_runs_of_other_tests_tell_nothing_about_a_recovery(tmp_path: Path) -> None:
    told(tmp_path, passed=False, results=failed())
    assert told(tmp_path, passed=True, results=PASSED, selection="--include smoke") == []
    assert len(read_last_runs(tmp_path)) == 2


def test_a_failure_tells_the_first_five_causes_that_are_not_known(tmp_path: Path) -> None:
    known = cause(0, known_issue={"reason": "Not deployed yet."})
    (alert,) = told(tmp_path, passed=False, results=failed(known, *(cause(number) for number in range(1, 8))))
    assert alert.title == "Manuel on staging: 4 passed, 1 failed, 2 blocked"
    assert alert.lines == (
        "Tests: all tests",
        *(f"Cause {number} (1 failed, 2 blocked)" for number in range(1, 6)),
        f"and 2 more, in {tmp_path / 'summary.html'}",
    )


def test_a_secret_in_a_cause_is_masked(tmp_path: Path) -> None:
    masking.register("Correct-Horse-1")
    (alert,) = told(tmp_path, passed=False, results=failed(cause(1, title="Got Correct-Horse-1")))
    assert alert.lines[1] == "Got <secret> (1 failed, 2 blocked)"


def lines_of_history(values: list[float]) -> Iterator[str]:
    for number, value in enumerate(values):
        at = f"2026-01-01T00:{number:02}:00"
        entry = Entry(f"run-{number}", "staging", at, None, "a machine", {"GET /health p95_ms": value})
        yield json.dumps({"format": 1, **asdict(entry)}) + "\n"


def test_a_run_that_shows_a_slower_level_tells_it_even_if_it_passes(tmp_path: Path) -> None:
    lines = [*lines_of_history(FAST + SLOW)]
    alerts = []
    for number in range(1, len(lines) + 1):
        (tmp_path / "history.jsonl").write_text("".join(lines[:number]))
        alerts += told(tmp_path, passed=True, results=PASSED)
    (alert,) = alerts
    assert (alert.event, alert.title) == ("slower", "Manuel on staging: 1 figure slower")
    assert alert.lines[1].startswith("GET /health p95_ms: 102 → ")


@pytest.mark.parametrize(
    ("variables", "link"),
    [
        ({"BUILD_URL": "https://jenkins.example.com/7/"}, "https://jenkins.example.com/7/"),
        (
            {
                "GITHUB_SERVER_URL": "https://github.com",
                "GITHUB_REPOSITORY": "us/tests",
                "GITHUB_RUN_ID": "7",
            },
            "https://github.com/us/tests/actions/runs/7",
        ),
        ({"GITHUB_SERVER_URL": "https://github.com"}, None),
        ({}, None),
    ],
)
def test_an_alert_links_to_the_run_of_a_ci_server(variables: dict[str, str], link: str | None) -> None:
    assert link_to_run(variables) == link
