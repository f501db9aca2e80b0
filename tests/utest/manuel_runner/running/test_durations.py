import json
from pathlib import Path

import pytest

from manuel_runner.running.durations import merged, read_durations, store_durations
from ManuelEnvironment.errors import ConfigurationError


def results(*tests: tuple[str, str, int]) -> str:
    return json.dumps(
        {
            "test_results": [
                {
                    "test_name": name,
                    "status": status,
                    "duration_ms": milliseconds,
                    "details": {"source": "suites/api/a.robot"},
                }
                for name, status, milliseconds in tests
            ]
        }
    )


def test_executed_tests_say_how_long_tests_take(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_text(results(("A", "passed", 1500), ("B", "failed", 200), ("C", "blocked", 1)))
    assert read_durations(file) == {"suites/api/a.robot": {"A": 1.5, "B": 0.2}}
    assert read_durations(tmp_path / "none.json") == {}


def test_the_newer_duration_counts() -> None:
    older, newer = {"a": {"A": 1.0, "B": 2.0}}, {"a": {"A": 3.0}, "b": {"C": 4.0}}
    assert merged(older, newer) == {"a": {"A": 3.0, "B": 2.0}, "b": {"C": 4.0}}


def test_stored_durations_keep_those_of_other_tests(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text(results(("A", "passed", 1500)))
    (tmp_path / "durations.json").write_text('{"suites/api/a.robot": {"A": 9, "B": 2}}')
    store_durations(tmp_path / "results.json", tmp_path / "durations.json")
    assert read_durations(tmp_path / "durations.json") == {"suites/api/a.robot": {"A": 1.5, "B": 2.0}}


def test_durations_of_suites_from_elsewhere_are_not_stored(tmp_path: Path) -> None:
    text = results(("A", "passed", 1500)).replace("suites/api/a.robot", "own.robot")
    (tmp_path / "results.json").write_text(text)
    store_durations(tmp_path / "results.json", tmp_path / "durations.json")
    assert read_durations(tmp_path / "durations.json") == {}


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', '{"a": {"A": "long"}}', '{"test_results": [{}]}'])
def test_a_file_without_durations_is_reported_in_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "some.json").write_text(text)
    with pytest.raises(ConfigurationError, match=r"some\.json has no durations of tests"):
        read_durations(tmp_path / "some.json")
