import shutil
from pathlib import Path

import pytest

from load_engine.comparison import SampleComparison
from load_engine.measurement import Measurement
from load_engine.statistics.histogram import Histogram
from load_engine.store import load, load_all, merge_by_name, save


def measurement(name: str, *milliseconds: int) -> Measurement:
    latency = Histogram.of(each * 1000 for each in milliseconds)
    return Measurement(name, "open", "pycurl", seconds=1.0, latency=latency)


def comparison(name: str) -> SampleComparison:
    return SampleComparison(name, "miss", "hit", [20, 30], [10, 11])


@pytest.mark.parametrize("measured", [measurement("GET /health", 1, 2), comparison("cache")])
def test_saved_measurement_is_loaded(measured: Measurement | SampleComparison, tmp_path: Path) -> None:
    stored = load(save(measured, tmp_path, test="Suite.Test"))
    assert (stored.measured, stored.test) == (measured, "Suite.Test")


def test_file_has_a_readable_name(tmp_path: Path) -> None:
    path = save(measurement("GET /api/user/usage at 200/s"), tmp_path, test=None)
    assert path.parent == tmp_path / "measurements"
    assert path.name.startswith("get-api-user-usage-at-200-s-")


def test_measurements_of_several_processes_are_merged_by_name(tmp_path: Path) -> None:
    save(measurement("GET /health", *[1] * 99), tmp_path / "pabot_results/0", test=None)
    save(measurement("GET /health", 100), tmp_path / "pabot_results/1", test=None)
    save(measurement("GET /version", 5), tmp_path / "pabot_results/1", test=None)
    save(comparison("cache"), tmp_path, test=None)
    save(comparison("cache"), tmp_path, test=None)
    merged = merge_by_name(load_all(tmp_path))
    assert {name: measured.value("count") for name, measured in merged.items()} == {
        "GET /health": 100,
        "GET /version": 1,
        "cache": 4,
    }
    assert merged["GET /health"].value("p(99)") == 1


def test_copy_of_a_file_counts_once(tmp_path: Path) -> None:
    path = save(measurement("GET /health", 1), tmp_path / "a", test=None)
    (tmp_path / "b/measurements").mkdir(parents=True)
    shutil.copy(path, tmp_path / "b/measurements/copy.json")
    assert len(load_all(tmp_path)) == 1


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text("{}")
    assert load_all(tmp_path) == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 99}'])
def test_malformed_file_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "measurements" / "x.json"
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(ValueError, match=r"x\.json is not a measurement of format 1"):
        load(path)


def test_one_name_cannot_stand_for_two_kinds(tmp_path: Path) -> None:
    save(measurement("cache", 1), tmp_path, test=None)
    save(comparison("cache"), tmp_path, test=None)
    with pytest.raises(ValueError, match="both named 'cache': rename one"):
        merge_by_name(load_all(tmp_path))
