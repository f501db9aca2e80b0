"""How long tests have taken, by which the processes and the shards of a run are balanced.

The durations of all tests are in `suites/durations.json`, a file of the repository, so that every machine splits a run alike.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from manuel_runner.json_file import write_json
from manuel_runner.selection import SUITES
from manuel_runner.test_source import SUITES_FOLDER
from ManuelEnvironment.errors import ConfigurationError

DURATIONS = SUITES / "durations.json"
Durations: TypeAlias = Mapping[str, Mapping[str, float]]
"""Seconds by the name of a test, by the file that has it (see `place_of`)."""

_EXECUTED = ("passed", "failed")


def read_durations(file: Path = DURATIONS) -> dict[str, dict[str, float]]:
    """Return the durations of a file in the form of `suites/durations.json`, or the results of a run; none if it is missing.

    Raises:
        ConfigurationError: The file is neither.
    """
    if not file.exists():
        return {}
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        return _of_results(document["test_results"]) if "test_results" in document else _checked(document)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ConfigurationError(
            f"{file} has no durations of tests ({error}): give a results.json, or a file like {DURATIONS.name}"
        ) from None


def merged(older: Durations, newer: Durations) -> dict[str, dict[str, float]]:
    """Return all durations; of a test that has two, the newer one."""
    return {place: {**older.get(place, {}), **newer.get(place, {})} for place in sorted({*older, *newer})}


def store_durations(results: Path, file: Path = DURATIONS) -> None:
    """Add the durations of a run's results to a file, unless their tests are from anywhere but a folder `suites`."""
    newer = {
        place: tests
        for place, tests in read_durations(results).items()
        if place.startswith(f"{SUITES_FOLDER}/")
    }
    write_json(file, merged(read_durations(file), newer))


def _of_results(tests: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    durations: dict[str, dict[str, float]] = {}
    for test in tests:
        place = test["details"]["source"]
        if test["status"] in _EXECUTED and place is not None:
            durations.setdefault(place, {})[test["test_name"]] = test["duration_ms"] / 1000
    return durations


def _checked(document: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    return {
        place: {name: float(seconds) for name, seconds in tests.items()} for place, tests in document.items()
    }
