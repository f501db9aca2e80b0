from pathlib import Path

import pytest

from load_engine.measurement import Measurement
from load_engine.progress_reporting import progress_reporting
from run_events import EventFile
from support.waiting import wait_until


def test_a_load_tells_how_far_it_has_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events = EventFile(tmp_path / "events")
    for name, value in events.variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("load_engine.progress_reporting.SECONDS_BETWEEN_REPORTS", 0.01)
    measurement = Measurement("GET /health", "open", "curl", scheduled_seconds=10.0)
    measurement.latency.record(500)
    measurement.errors["status 500"] += 2
    measurement.dropped = 1
    told: list[dict[str, object]] = []
    with progress_reporting(measurement):
        wait_until(lambda: told.extend(events.new()) or told, timeout=10)
    first = told[0]
    assert (first["event"], first["name"], first["of_seconds"]) == ("load", "GET /health", 10.0)
    assert (first["sent"], first["failed"]) == (3, 3)
    events.new()
    assert events.new() == []
