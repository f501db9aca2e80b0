"""Measurements as JSON files in the output directory, so that they can be merged over processes and machines."""

import json
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from load_engine.comparison import Comparison
from load_engine.measurement import Measurement

FOLDER = "measurements"
FORMAT = 1
_KINDS: dict[str, type[Measurement] | type[Comparison]] = {
    "measurement": Measurement,
    "comparison": Comparison,
}


@dataclass(frozen=True)
class Stored:
    """One measurement and where it comes from.

    Attributes:
        id: Tells copies of one file from two measurements.
        test: The full name of the test that measured.
        measured_at: When it was finished, UTC.
        measured: The measurement.
    """

    id: str
    test: str | None
    measured_at: datetime
    measured: Measurement | Comparison


def save(measured: Measurement | Comparison, directory: Path, *, test: str | None) -> Path:
    """Write a measurement into the folder `measurements` of this directory.

    Returns:
        The file, which has a name of its own.
    """
    identifier = uuid.uuid4().hex
    fields = {
        "format": FORMAT,
        "id": identifier,
        "test": test,
        "measured_at": datetime.now(UTC).isoformat(),
        "kind": type(measured).__name__.lower(),
        "data": measured.to_json(),
    }
    readable = re.sub(r"\W+", "-", measured.name.lower()).strip("-")
    path = directory / FOLDER / f"{readable}-{identifier[:8]}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(fields), encoding="utf-8")
    return path


def load(path: Path) -> Stored:
    """Read a file that [save] wrote.

    Raises:
        ValueError: It is something else; the message names it.
    """
    try:
        return _stored(json.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} is not a measurement of format {FORMAT}: {error!r}") from None


def _stored(fields: dict[str, Any]) -> Stored:
    if fields["format"] != FORMAT:
        raise ValueError(fields["format"])
    return Stored(
        id=fields["id"],
        test=fields["test"],
        measured_at=datetime.fromisoformat(fields["measured_at"]),
        measured=_KINDS[fields["kind"]].from_json(fields["data"]),
    )


def load_all(directory: Path) -> list[Stored]:
    """Read the measurements in this directory and below, each once, the oldest first."""
    found = {stored.id: stored for stored in map(load, _files(directory))}
    return sorted(found.values(), key=lambda stored: stored.measured_at)


def merge_by_name(stored: Iterable[Stored]) -> dict[str, Measurement | Comparison]:
    """Add up what carries the same name: counts are added, percentiles are computed anew.

    Raises:
        ValueError: Two of one name are of different kinds.
    """
    merged: dict[str, Measurement | Comparison] = {}
    for each in stored:
        name = each.measured.name
        merged[name] = _sum(merged[name], each.measured) if name in merged else each.measured
    return merged


def _sum(whole: Measurement | Comparison, part: Measurement | Comparison) -> Measurement | Comparison:
    match whole, part:
        case Measurement(), Measurement() if whole.model == part.model:
            whole.merge_successive(part)
        case Comparison(), Comparison():
            whole.merge_successive(part)
        case _:
            raise ValueError(
                f"Two measurements of different kinds are both named {whole.name!r}: rename one of them."
            )
    return whole


def _files(directory: Path) -> Iterator[Path]:
    """pabot keeps the files of its processes in folders of their own, and copies some."""
    yield from (path for path in directory.rglob("*.json") if path.parent.name == FOLDER)
