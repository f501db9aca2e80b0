import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from manuel_runner.running.progress import Progress
from manuel_runner.running.watching import RunWatch
from run_events import EventFile, tell


class RecordingScreen:
    def __init__(self) -> None:
        self.said: list[str] = []
        self.shown: Sequence[str] = ()

    def say(self, line: str, style: str = "") -> None:
        self.said.append(line)

    def show(self, done: int, total: int, lines: Sequence[str]) -> None:
        self.shown = lines


@pytest.fixture
def screen() -> RecordingScreen:
    return RecordingScreen()


@pytest.fixture
def events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EventFile:
    file = EventFile(tmp_path / "events")
    for name, value in file.variables.items():
        monkeypatch.setenv(name, value)
    return file


def end(test: str, status: str, message: str = "") -> None:
    tell("begun", test=test)
    tell("ended", test=test, status=status, seconds=0.25, message=message)


def watch(events: EventFile, screen: RecordingScreen, *, every_test: bool = False) -> RunWatch:
    return RunWatch(
        events, Progress({"Manuel.Api.A": 1.0, "Manuel.Api.B": 1.0}), screen, every_test=every_test
    )


def test_a_failure_is_said_with_its_first_line_and_others_are_counted(
    events: EventFile, screen: RecordingScreen
) -> None:
    watching = watch(events, screen)
    end("Manuel.Api.A", "failed", "Expected status 200.")
    end("Manuel.Api.B", "blocked", "blocked by POST /api/query 404")
    watching.look()
    assert screen.said == ["FAILED   Api.A  0.2 s", "         Expected status 200."]
    assert screen.shown[0].startswith("2 of 2 · 0 passed, 1 failed, 1 blocked · ")


def test_every_test_is_said_on_demand(events: EventFile, screen: RecordingScreen) -> None:
    watching = watch(events, screen, every_test=True)
    end("Manuel.Api.A", "passed")
    end("Manuel.Api.B", "skipped", "environment dev does not offer load")
    watching.look()
    assert screen.said == [
        "PASSED   Api.A  0.2 s",
        "SKIPPED  Api.B  0.2 s",
        "         environment dev does not offer load",
    ]
    assert "1 passed, 0 failed, 0 blocked, 1 skipped" in screen.shown[0]


def test_a_message_of_several_processes_is_said_once(events: EventFile, screen: RecordingScreen) -> None:
    watching = watch(events, screen)
    for _ in range(4):
        tell("message", level="ERROR", text="Importing library 'Nothing' failed")
    watching.look()
    assert screen.said == ["[ ERROR ] Importing library 'Nothing' failed"]


def test_a_run_of_which_nothing_has_ended_has_no_rate(events: EventFile, screen: RecordingScreen) -> None:
    watching = watch(events, screen)
    tell("begun", test="Manuel.Api.A")
    watching.look()
    assert list(screen.shown) == ["0 of 2 · 0 passed, 0 failed, 0 blocked"]


def test_a_load_has_a_line_of_its_own_until_it_ends(
    events: EventFile, screen: RecordingScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching = watch(events, screen)
    for worker in (1, 2):
        tell("load", name="GET /health", worker=worker, seconds=3.2, of_seconds=10.0, sent=300, failed=worker)
    watching.look()
    assert list(screen.shown[1:]) == ["  load: GET /health  3 of 10 s, 600 requests, 3 failed"]
    later = time.monotonic() + 6
    monkeypatch.setattr("manuel_runner.running.watching.time.monotonic", lambda: later)
    watching.look()
    assert list(screen.shown[1:]) == []
