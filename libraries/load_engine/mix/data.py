"""Rows of data for the requests of a load mix."""

import csv
from pathlib import Path
from typing import Any

from strict_json import parse_json

Row = dict[str, Any]


def read_rows(path: Path) -> list[Row]:
    """Read a CSV file with a header line, or a file of JSON objects, one a line (`.jsonl`).

    Raises:
        ValueError: There is no row, or one of them is not what it should be.
        OSError: The file can't be read.
    """
    rows = _json_lines(path) if path.suffix == ".jsonl" else _csv(path)
    if not rows:
        raise ValueError(f"{path.name} has no row of data")
    return rows


def _csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        rows: list[Row] = []
        try:
            for row in reader:
                if None in row or None in row.values():
                    raise ValueError(
                        f"line {reader.line_num} of {path.name} has not as many values as the first line"
                    )
                rows.append(row)
        except csv.Error as error:
            raise ValueError(f"line {reader.line_num} of {path.name} is not CSV: {error}") from None
    return rows


def _json_lines(path: Path) -> list[Row]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        _json_object(line, f"line {number} of {path.name}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]


def _json_object(line: str, where: str) -> Row:
    try:
        row = parse_json(line)
    except ValueError as error:
        raise ValueError(f"{where} is not JSON: {error}") from None
    if not isinstance(row, dict):
        raise ValueError(f"{where} must be a JSON object, not {type(row).__name__}")  # noqa: TRY004 - of the file
    return row
