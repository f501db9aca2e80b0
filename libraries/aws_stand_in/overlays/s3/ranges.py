"""Parts of an object that a request asks for, by bytes or by the number of a part."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws_stand_in.overlays.s3.checksums import Checksum
from aws_stand_in.overlays.s3.errors import S3Error, invalid_argument, invalid_request
from aws_stand_in.overlays.s3.numbers import is_within

MOST_PARTS = 10_000
_RANGE = re.compile(r"bytes=([0-9]{0,19})-([0-9]{0,19})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Extent:
    """Consecutive bytes of an object.

    Attributes:
        start: The first one.
        end: The one behind the last.
        size: The bytes of the object.
        checksum: The checksum of a part, if it has one.
        parts: How many parts the object has; None if it was not asked for one.
    """

    start: int
    end: int
    size: int
    checksum: Checksum | None = None
    parts: int | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a response with these bytes alone."""
        found = {"Content-Range": f"bytes {self.start}-{self.end - 1}/{self.size}"} if self.end else {}
        if self.parts:
            found["x-amz-mp-parts-count"] = str(self.parts)
        return found


def wanted_extent(text: str | None, query: Mapping[str, str], found: Any) -> Extent | None:
    """Return what a request asks for; None for the whole object.

    Args:
        text: The header `Range`.
        query: The parameters of the URL.
        found: The object.

    Raises:
        S3Error: The object has no such bytes or part.
    """
    number = query.get("partNumber")
    if number is None:
        return extent_of_range(text, found.size) if text else None
    if text:
        raise invalid_request("Cannot specify both Range header and partNumber query parameter")
    return _extent_of_part(part_number(number), found)


def part_number(text: str) -> int:
    """Return the number of a part."""
    if not is_within(text, 1, MOST_PARTS):
        raise invalid_argument(
            f"Part number must be an integer between 1 and {MOST_PARTS}, inclusive", "partNumber", text
        )
    return int(text)


def extent_of_range(text: str, size: int) -> Extent | None:
    """Return the bytes that a header asks for; None if S3 does not know such a range, and returns all."""
    found = _RANGE.fullmatch(text.strip())
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        start, end = max(size - int(found[2]), 0), size
    else:
        start, end = int(found[1]), min(int(found[2] or size), size - 1) + 1
        if found[2] and int(found[2]) < start:
            return None
    if start >= size:
        raise S3Error(
            "InvalidRange",
            "The requested range is not satisfiable",
            status=416,
            RangeRequested=text,
            ActualObjectSize=size,
        )
    return Extent(start, end, size)


def _extent_of_part(number: int, found: Any) -> Extent:
    parts = found.parts
    if number > max(len(parts), 1):
        raise S3Error(
            "InvalidPartNumber",
            "The requested partnumber is not satisfiable",
            status=416,
            ActualPartCount=max(len(parts), 1),
            PartNumberRequested=number,
        )
    if not parts:
        return Extent(0, found.size, found.size)
    start = sum(part.size for part in parts[: number - 1])
    part = parts[number - 1]
    return Extent(start, start + part.size, found.size, part.checksum, len(parts))
