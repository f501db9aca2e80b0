"""The loads that a run is sending."""

from collections.abc import Mapping
from typing import Any

SECONDS_UNTIL_FORGOTTEN = 3.0


class RunningLoads:
    """What each process that sends load reported last. One that reports nothing more has ended, for whatever reason."""

    def __init__(self) -> None:
        self._reported: dict[str, dict[int, Mapping[str, Any]]] = {}
        self._seen: dict[str, float] = {}

    def note(self, event: Mapping[str, Any], now: float) -> None:
        """Note what a process has reported."""
        self._reported.setdefault(event["name"], {})[event["worker"]] = event
        self._seen[event["name"]] = now

    def lines(self, now: float) -> list[str]:
        """Return a line for each load that is being sent."""
        for name in [name for name, seen in self._seen.items() if now - seen > SECONDS_UNTIL_FORGOTTEN]:
            del self._reported[name], self._seen[name]
        return [_line(name, list(workers.values())) for name, workers in self._reported.items()]


def _line(name: str, reported: list[Mapping[str, Any]]) -> str:
    seconds, planned = max(each["seconds"] for each in reported), max(each["of_seconds"] for each in reported)
    time = f"{seconds:.0f} of {planned:g} s" if planned else f"{seconds:.0f} s"
    sent, failed = sum(each["sent"] for each in reported), sum(each["failed"] for each in reported)
    return f"  load: {name}  {time}, {sent} requests, {failed} failed"
