import multiprocessing
from pathlib import Path

import pytest

from run_events import EVENTS_VARIABLE, EventFile, tell


@pytest.fixture
def events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EventFile:
    file = EventFile(tmp_path / "events")
    for name, value in file.variables.items():
        monkeypatch.setenv(name, value)
    return file


def test_each_event_is_read_once(events: EventFile) -> None:
    tell("begun", test="Ä Test")
    assert events.new() == [{"event": "begun", "test": "Ä Test"}]
    assert events.new() == []
    tell("ended", test="Ä Test", seconds=0.5)
    assert events.new() == [{"event": "ended", "test": "Ä Test", "seconds": 0.5}]


def test_a_line_that_is_being_written_is_read_when_it_is_complete(events: EventFile, tmp_path: Path) -> None:
    with (tmp_path / "events").open("a") as file:
        file.write('{"event": "one"}\n{"eve')
        file.flush()
        assert events.new() == [{"event": "one"}]
        file.write('nt": "two"}\n')
        file.flush()
    assert events.new() == [{"event": "two"}]


def test_an_event_that_was_cut_off_is_a_warning(events: EventFile, tmp_path: Path) -> None:
    (tmp_path / "events").write_bytes(b'{"event": "be{"event": "one"}\n{"event": "two"}\n')
    cut_off, whole = events.new()
    assert (cut_off["event"], cut_off["level"]) == ("message", "WARN")
    assert whole == {"event": "two"}


def test_the_lines_of_several_processes_do_not_mix(events: EventFile) -> None:
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_tell_many, args=(number,)) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    told = events.new()
    assert len(told) == 4 * 200
    assert all(event["text"] == str(event["number"]) * 500 for event in told)


def _tell_many(number: int) -> None:
    for _ in range(200):
        tell("message", number=number, text=str(number) * 500)


def test_nothing_is_written_in_a_run_that_nobody_watches(
    events: EventFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(EVENTS_VARIABLE)
    tell("begun", test="A")
    assert events.new() == []
