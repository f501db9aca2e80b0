"""What a person sees of a run while it goes on: how far it has come, and each failure the moment it happens."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from manuel_runner.running.loads import RunningLoads
from manuel_runner.running.progress import Progress
from manuel_runner.running.screen import Screen
from run_events import EventFile

SECONDS_OF_A_SLOW_TEST = 5.0
_SHOWN_SLOW_TESTS = 4
_STYLES = {"failed": "red", "blocked": "yellow", "skipped": "dim", "known": "yellow"}
_COUNTED_ALWAYS = ("passed", "failed", "blocked")
_COUNTED_IF_ANY = ("known", "skipped", "stopped")


class RunWatch:
    """Reads the events of a run, and shows what they say.

    Args:
        events: The events.
        progress: How far the run has come.
        screen: Where it is shown.
        every_test: Whether tests that have not failed are named as well.
    """

    def __init__(self, events: EventFile, progress: Progress, screen: Screen, *, every_test: bool) -> None:
        self._events = events
        self._progress = progress
        self._screen = screen
        self._every_test = every_test
        self._messages: set[str] = set()
        self._loads = RunningLoads()

    def look(self) -> None:
        """Show what has happened since the last look."""
        now = time.monotonic()
        for event in self._events.new():
            self._take(event, now)
        self._screen.show(self._progress.done, self._progress.total, self._lines(now))

    def _take(self, event: Mapping[str, Any], now: float) -> None:
        match event["event"]:
            case "begun":
                self._progress.begin(event["test"], now)
            case "ended":
                self._progress.end(event["test"], event["status"], now)
                self._name(event)
            case "message":
                self._repeat(event)
            case "debug":
                self._screen.say(f"         {Path(event['file']).as_uri()}")
            case "load":
                self._loads.note(event, now)

    def _name(self, event: Mapping[str, Any]) -> None:
        status, message = event["status"], event["message"]
        style = _STYLES.get(status, "")
        if status == "failed" or self._every_test:
            self._screen.say(f"{status.upper():<7}  {_name(event['test'])}  {event['seconds']:.1f} s", style)
            if message:
                self._screen.say(f"         {message}")

    def _repeat(self, event: Mapping[str, Any]) -> None:
        """Show a message, once for all processes that have it."""
        text = f"[ {event['level']} ] {event['text']}"
        if text not in self._messages:
            self._messages.add(text)
            self._screen.say(text, "yellow" if event["level"] == "WARN" else "red")

    def _lines(self, now: float) -> list[str]:
        slow = self._progress.running_longer_than(SECONDS_OF_A_SLOW_TEST, now)
        running = [f"  {_name(test)}  {seconds:.0f} s" for test, seconds in slow.items()]
        return [describe_progress(self._progress), *running[:_SHOWN_SLOW_TESTS], *self._loads.lines(now)]


def describe_progress(progress: Progress) -> str:
    """Return how far a run has come, on one line of at most 70 characters or so."""
    counts = [f"{progress.counts[status]} {status}" for status in _COUNTED_ALWAYS]
    counts += [f"{progress.counts[status]} {status}" for status in _COUNTED_IF_ANY if progress.counts[status]]
    rate = progress.rate()
    speed = [f"{rate:.1f}/s"] if rate is not None else []
    return " · ".join([f"{progress.done} of {progress.total}", ", ".join(counts), *speed, *_rest(progress)])


def _rest(progress: Progress) -> list[str]:
    if progress.done == progress.total:
        return ["writing the reports"]
    left = progress.seconds_left()
    return [] if left is None else [f"{_duration(left)} left"]


def _name(test: str) -> str:
    """Return a test's full name without the name of all suites."""
    return test.partition(".")[2] or test


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
