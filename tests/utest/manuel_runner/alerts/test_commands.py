"""`manuel-tests run` and `manuel-tests alert`: who is told what, and that neither the outcome nor a secret depends on it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from manuel_runner.alerts.last_runs import FILE
from manuel_runner.command_line import main
from manuel_runner.results.history import Entry
from support.robot_run import deployment_of_nothing

Run = Callable[..., subprocess.CompletedProcess[str]]
AlertCommand = Callable[..., int]

ALERTS = [{"to": "webhook"}, {"to": "slack", "url_from": "OTHER_WEBHOOK", "when": ["recovered"]}]
SUITE = """\
*** Test Cases ***
Something Is Tried
    Should Be Equal    %{OUTCOME}    good    %{MANUEL_ALERT_WEBHOOK}
"""


@pytest.fixture
def run(receiver: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `manuel-tests run` in a process, with the results in a folder of this test, and with settings that have alerts."""
    (tmp_path / "mine.json").write_text(json.dumps({"alerts": ALERTS, "parallel_tests": 1}))
    unreachable = {"environment": "mine", "api_base_url": "http://127.0.0.1:1", "alerts": ALERTS}
    (tmp_path / "unreachable.json").write_text(json.dumps(unreachable))
    (tmp_path / "tried.robot").write_text(SUITE)
    (tmp_path / "results").mkdir()
    for channel in ("MANUEL_ALERT_WEBHOOK", "OTHER_WEBHOOK"):
        monkeypatch.setenv(channel, receiver.url)

    def execute(
        *options: str, config: str = "mine.json", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        where = ["--config", str(tmp_path / config), "--outputdir", str(tmp_path / "results")]
        return subprocess.run(
            [sys.executable, "-m", "manuel_runner.command_line", "run", *where, *options],
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    return execute


@pytest.fixture
def deployed(tmp_path: Path) -> Iterator[str]:
    """The name of a settings file of an environment that needs no local stack, with alerts."""
    with deployment_of_nothing(tmp_path) as settings:
        own = {"alerts": ALERTS, "parallel_tests": 1}
        settings.write_text(yaml.safe_dump({**yaml.safe_load(settings.read_text()), **own}))
        yield settings.name


@pytest.fixture
def alert_command(run: Run, tmp_path: Path) -> AlertCommand:
    """Run `manuel-tests alert` in this process, with the same settings, and return its exit status."""

    def execute(*options: str, config: str = "mine.json") -> int:
        where = ["--config", str(tmp_path / config), "--outputdir", str(tmp_path / "results")]
        return main(["alert", *where, *options])

    return execute


def told(receiver: Any) -> list[tuple[str, str]]:
    """Return event and title of each alert since the last time."""
    alerts = [(each["event"], each["title"]) for each in receiver.received if "event" in each]
    receiver.received.clear()
    return alerts


def test_a_run_that_fails_and_one_that_passes_again_are_told(
    run: Run, alert_command: AlertCommand, receiver: Any, deployed: str, tmp_path: Path
) -> None:
    suite = str(tmp_path / "tried.robot")
    failed = run(suite, config=deployed, OUTCOME="bad")
    assert failed.returncode == 1, failed.stdout + failed.stderr
    (sent,) = receiver.received
    assert sent["title"] == "Manuel on dev: 1 failed"
    assert sent["lines"][0] == f"Tests: {suite}"
    assert "(1 failed, 0 blocked)" in sent["lines"][1]
    assert "wbhk-secret" not in json.dumps(sent)
    receiver.received.clear()

    passed = run(suite, config=deployed, OUTCOME="good")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert receiver.received.pop(1)["text"].startswith("*Manuel on dev: recovered, 1 passed, 0 failed*")
    assert told(receiver) == [("recovered", "Manuel on dev: recovered, 1 passed, 0 failed")]
    written = [path for path in (tmp_path / "results").rglob("*") if path.is_file()]
    assert [path for path in written if b"wbhk-secret" in path.read_bytes()] == []

    assert alert_command(config=deployed) == 0
    assert told(receiver) == []


def test_a_run_that_does_not_get_to_its_tests_is_told_and_keeps_its_status(run: Run, receiver: Any) -> None:
    done = run(config="unreachable.json")
    assert done.returncode == 254
    assert told(receiver) == [("failed", "Manuel on mine: the run did not get to its tests")]


def test_a_run_without_alerts_sends_none(run: Run, receiver: Any, tmp_path: Path) -> None:
    assert run("--no-alerts", config="unreachable.json").returncode == 254
    assert receiver.received == []
    assert not (tmp_path / "results" / FILE).exists()


def results_of(selection: str) -> str:
    """Return the results of tests that have passed."""
    summary = {"passed": 5, "failed": 0, "blocked": 0, "skipped": 0}
    run = {"environment": "local", "selection": selection}
    return json.dumps({"run": run, "summary": summary, "causes": [], "test_results": []})


def test_results_without_a_shard_have_not_passed_and_the_next_whole_run_recovers(
    alert_command: AlertCommand, receiver: Any, tmp_path: Path
) -> None:
    results = tmp_path / "results" / "results.json"
    results.write_text(results_of("-x a --shard 1/3 + -x a --shard 3/3 + -i a"))
    assert alert_command() == 0
    (sent,) = receiver.received
    assert (sent["event"], sent["title"]) == (
        "failed",
        "Manuel on local: 5 passed, 0 failed, but not all has run",
    )
    assert sent["lines"] == ["Tests: -x a + -i a", "not a whole run, but these shards: 1/3, 3/3"]

    receiver.received.clear()
    results.write_text(results_of("-x a + -i a"))
    assert alert_command() == 0
    assert ("recovered", "Manuel on local: recovered, 5 passed, 0 failed") in told(receiver)


def test_a_run_whose_parts_have_all_died_is_told_and_the_next_one_recovers(
    alert_command: AlertCommand, receiver: Any, tmp_path: Path
) -> None:
    assert alert_command("--tests", "all suites", "--problem", "shards: failure") == 0
    (sent,) = receiver.received
    assert (sent["event"], sent["title"]) == ("failed", "Manuel on local: the run did not get to its tests")
    assert sent["lines"] == ["Tests: all suites", "shards: failure"]

    receiver.received.clear()
    (tmp_path / "results" / "results.json").write_text(results_of("-x a + -i a"))
    assert alert_command("--tests", "all suites", "--problem", "") == 0
    assert ("recovered", "Manuel on local: recovered, 5 passed, 0 failed") in told(receiver)


def test_a_problem_that_the_results_do_not_show_is_told(
    alert_command: AlertCommand, receiver: Any, tmp_path: Path
) -> None:
    (tmp_path / "results" / "results.json").write_text(results_of("-i a"))
    assert alert_command("--problem", "A stage has failed.") == 0
    (sent,) = receiver.received
    assert sent["title"] == "Manuel on local: 5 passed, 0 failed, but not all has run"
    assert sent["lines"] == ["Tests: -i a", "A stage has failed."]


def test_an_alert_that_does_not_arrive_is_a_line_and_changes_no_status(run: Run, receiver: Any) -> None:
    receiver.statuses = [404]
    done = run(config="unreachable.json")
    assert done.returncode == 254
    first, second = done.stderr.splitlines()
    assert first == "manuel-tests: no alert reached webhook: the webhook answered with status 404"
    assert second.startswith("manuel-tests: nothing is listening at http://127.0.0.1:1")


def test_broken_notes_about_earlier_runs_are_a_line_and_change_no_status(
    run: Run, receiver: Any, tmp_path: Path
) -> None:
    (tmp_path / "results" / FILE).write_text("[{}]")
    done = run(config="unreachable.json")
    assert done.returncode == 254
    assert f"manuel-tests: no alert was sent: {tmp_path / 'results' / FILE} is broken" in done.stderr
    assert receiver.received == []


@pytest.fixture
def last_runs(tmp_path: Path) -> Callable[[int], None]:
    """Write that the last run of `local` ended so many hours ago, and one of another environment since."""

    def write(hours_ago: int) -> None:
        ended = {"selection": "all tests", "passed": True}
        runs = [
            {**ended, "environment": "local", "ended_at": time_before(hours_ago)},
            {**ended, "environment": "staging", "ended_at": time_before(1)},
        ]
        (tmp_path / "results" / FILE).write_text(json.dumps(runs))

    return write


def test_cron_tells_if_there_was_no_run(
    alert_command: AlertCommand, receiver: Any, last_runs: Callable[[int], None]
) -> None:
    assert alert_command("--if-no-run-for", "24h") == 1
    assert told(receiver) == [("no-run", "Manuel on local: no run for 24 h")]

    last_runs(26)
    assert alert_command("--if-no-run-for", "24h") == 1
    assert told(receiver) == [("no-run", "Manuel on local: no run for 26 h")]

    last_runs(23)
    assert alert_command("--if-no-run-for", "24h") == 0
    assert told(receiver) == []


def test_a_run_that_only_the_history_knows_counts(
    alert_command: AlertCommand, receiver: Any, last_runs: Callable[[int], None], tmp_path: Path
) -> None:
    last_runs(26)
    began = (datetime.now() - timedelta(hours=1)).isoformat(timespec="milliseconds")  # noqa: DTZ005 - as robot has it
    entry = Entry("run-1", "local", began, None, "a machine", {"success_rate": 100.0}, "all tests")
    (tmp_path / "results" / "history.jsonl").write_text(json.dumps({"format": 1, **asdict(entry)}) + "\n")
    assert alert_command("--if-no-run-for", "24h") == 0
    assert told(receiver) == []


def time_before(hours: int) -> str:
    return (datetime.now(UTC) - timedelta(hours=hours)).isoformat()


def test_a_trial_reaches_every_channel_or_fails(alert_command: AlertCommand, receiver: Any) -> None:
    assert alert_command("--try") == 0
    assert [each.get("title") or each["text"].partition("*\n")[0] for each in receiver.received] == [
        "Manuel on local: a trial",
        "*Manuel on local: a trial",
    ]
    receiver.statuses = [404]
    assert alert_command("--try") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--if-no-run-for", "soon"], "'soon' is not a duration of at least one hour, such as 24h or 3d"),
        (["--if-no-run-for=-1h"], "'-1h' is not a duration"),
        (["--if-no-run-for", "24"], "'24' is not a duration of at least one hour"),
        (["--try", "--config", "/none.json"], "cannot be read"),
    ],
)
def test_invalid_input_is_a_line(
    alert_command: AlertCommand, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert alert_command(*words) == 252
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line


def test_without_results_and_settings_nobody_knows_whom_to_tell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["alert", "--outputdir", str(tmp_path)]) == 252
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(
        f"manuel-tests: {tmp_path} has no results.json: run tests first, or name the --env"
    )
