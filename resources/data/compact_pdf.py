"""PDF files as most programs write them today: with their objects in a compressed object stream.

ISO 32000-2, sections 7.5.7 (object streams) and 7.5.8 (cross-reference streams): only streams stay outside, so that nothing about
pages can be read without decompressing.
"""

import io
import zlib
from collections.abc import Mapping

from pypdf import PdfReader
from pypdf.generic import IndirectObject, PdfObject, StreamObject

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
IN_USE, COMPRESSED = 1, 2
WIDTHS = (1, 4, 2)


def compact(pdf: bytes) -> bytes:
    """Return the same document with an object stream instead of single objects."""
    reader = PdfReader(io.BytesIO(pdf))
    numbers = range(1, int(reader.trailer["/Size"]))
    objects = {number: IndirectObject(number, 0, reader).get_object() for number in numbers}
    streams = {number: value for number, value in objects.items() if isinstance(value, StreamObject)}
    others = {
        number: value for number, value in objects.items() if number not in streams and value is not None
    }
    packed, table = len(objects) + 1, len(objects) + 2
    output = bytearray(HEADER)
    entries = {number: (COMPRESSED, packed, index) for index, number in enumerate(others)}
    for number, body in {
        **{n: _written(s) for n, s in streams.items()},
        packed: _object_stream(others),
    }.items():
        entries[number] = (IN_USE, len(output), 0)
        output += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    entries[table] = (IN_USE, len(output), 0)
    root = reader.trailer.raw_get("/Root").idnum
    return bytes(output) + _table(entries, table, root) + b"startxref\n%d\n%%%%EOF\n" % len(output)


def _object_stream(objects: Mapping[int, PdfObject]) -> bytes:
    bodies = [_written(value) + b"\n" for value in objects.values()]
    offsets = [sum(map(len, bodies[:index])) for index in range(len(bodies))]
    head = b" ".join(b"%d %d" % pair for pair in zip(objects, offsets, strict=True)) + b"\n"
    data = zlib.compress(head + b"".join(bodies))
    return b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(bodies),
        len(head),
        len(data),
        data,
    )


def _table(entries: Mapping[int, tuple[int, int, int]], number: int, root: int) -> bytes:
    rows = [(0, 0, 65535), *(entries[one] for one in range(1, number + 1))]
    data = zlib.compress(
        b"".join(value.to_bytes(width) for row in rows for value, width in zip(row, WIDTHS, strict=True))
    )
    return (
        b"%d 0 obj\n<< /Type /XRef /Size %d /W [%d %d %d] /Root %d 0 R /Filter /FlateDecode /Length %d >>\n"
        b"stream\n%s\nendstream\nendobj\n" % (number, number + 1, *WIDTHS, root, len(data), data)
    )


def _written(value: PdfObject) -> bytes:
    written = io.BytesIO()
    value.write_to_stream(written)
    return written.getvalue()
