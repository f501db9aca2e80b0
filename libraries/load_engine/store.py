"""Measurements as JSON files in the output directory, to be merged across processes and machines."""

import json
import re
import shutil
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from load_engine.comparison import SampleComparison
from load_engine.measurement import Measurement

FOLDER = "measurements"
FORMAT = 1
Measured = Measurement | SampleComparison
_KINDS: dict[str, type[Measurement] | type[SampleComparison]] = {
    "measurement": Measurement,
    "comparison": SampleComparison,
}


@dataclass(frozen=True)
class StoredMeasurement:
    """One measurement and where it comes from.

    Attributes:
        id: Tells two measurements from two copies of one file.
        test: The full name of the test that measured; None if no test did.
        measured_at: When it was finished, in UTC.
        measured: The measurement.
    """

    id: str
    test: str | None
    measured_at: datetime
    measured: Measured


def save(measured: Measured, directory: Path, *, test: str | None) -> Path:
    """Write a measurement into the folder `measurements` of a directory.

    Returns:
        The file, whose name is unique.
    """
    identifier = uuid.uuid4().hex
    fields = {
        "format": FORMAT,
        "id": identifier,
        "test": test,
        "measured_at": datetime.now(UTC).isoformat(),
        "kind": "measurement" if isinstance(measured, Measurement) else "comparison",
        "data": measured.to_json(),
    }
    readable = re.sub(r"\W+", "-", measured.name.lower()).strip("-")
    path = directory / FOLDER / f"{readable}-{identifier[:8]}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(fields), encoding="utf-8")
    return path


def load(path: Path) -> StoredMeasurement:
    """Read a file that `save` wrote.

    Raises:
        ValueError: It is something else; the message names the file.
    """
    try:
        return _stored(json.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} is not a measurement of format {FORMAT}: {error!r}") from None


def _stored(fields: dict[str, Any]) -> StoredMeasurement:
    if fields["format"] != FORMAT:
        raise ValueError(fields["format"])
    return StoredMeasurement(
        id=fields["id"],
        test=fields["test"],
        measured_at=datetime.fromisoformat(fields["measured_at"]),
        measured=_KINDS[fields["kind"]].from_json(fields["data"]),
    )


def load_all(directory: Path) -> list[StoredMeasurement]:
    """Read the measurements in a directory and below, each once, oldest first."""
    found = {stored.id: stored for stored in map(load, _files(directory))}
    return sorted(found.values(), key=lambda stored: stored.measured_at)


def copy_all(source: Path, directory: Path) -> None:
    """Copy the measurements in one directory and below into another, unless they are below that already."""
    folder = directory / FOLDER
    files = [path for path in _files(source) if not path.resolve().is_relative_to(directory.resolve())]
    if files:
        folder.mkdir(parents=True, exist_ok=True)
    for path in files:
        shutil.copy2(path, folder)


def merge_by_name(stored: Iterable[StoredMeasurement]) -> dict[str, Measured]:
    """Merge measurements of the same name: counts are added, percentiles are computed from the sums.

    Raises:
        ValueError: Two measurements of one name are of different kinds.
    """
    merged: dict[str, Measured] = {}
    for each in stored:
        name = each.measured.name
        merged[name] = _sum(merged[name], each.measured) if name in merged else each.measured
    return merged


def _sum(whole: Measured, part: Measured) -> Measured:
    match whole, part:
        case Measurement(), Measurement() if whole.model == part.model:
            whole.merge_successive(part)
        case SampleComparison(), SampleComparison():
            whole.merge_successive(part)
        case _:
            raise ValueError(
                f"Two measurements of different kinds are both named {whole.name!r}: rename one of them."
            )
    return whole


def _files(directory: Path) -> Iterator[Path]:
    """Yield the files at any depth: pabot keeps those of its processes in separate folders, and copies some."""
    yield from (path for path in directory.rglob("*.json") if path.parent.name == FOLDER)
