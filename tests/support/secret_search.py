"""The search for secrets in what a run wrote, which decodes everything and knows nothing of the mask."""

import base64
import html
import re
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

COMPRESSED = re.compile(r'"(e[JN][A-Za-z0-9+/]{20,}=*)"')
"""Long strings in log.html: zlib in base64, which can contain the beginning of a token by chance."""
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{16,}")
_ESCAPED = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))", re.IGNORECASE | re.DOTALL)
PART = 24


def inflated(text: str) -> str:
    """Return the text with its compressed parts in readable form."""
    return COMPRESSED.sub(lambda found: zlib.decompress(base64.b64decode(found[1])).decode(), text)


class WrittenText:
    """What somebody who reads a file can find in it, in whatever encoding."""

    def __init__(self, text: str) -> None:
        self._readings = list(_readings(inflated(text)))

    def contains(self, value: str) -> bool:
        """Return whether the value can be read, or a part of 47 characters of it."""
        parts = [value[start : start + PART] for start in range(0, len(value) - PART + 1, PART)]
        return any(part in reading for reading in self._readings for part in [value, *parts])


def _readings(text: str) -> Iterator[str]:
    yield text
    text = html.unescape(text)
    yield text
    for _ in range(2):  # JSON in a string of JavaScript, in which it is escaped once more
        text = _ESCAPED.sub(_unescape, text)
        yield text
    yield unquote(text)
    yield _base64_decoded(text)


def _base64_decoded(text: str) -> str:
    """Return all runs of base64 decoded, each from its first, second, third and fourth character on."""
    runs = (run.translate(str.maketrans("-_", "+/")) for run in set(_ENCODED.findall(text)))
    return "\n".join(_decoded(run[shift:]) for run in runs for shift in range(4))


def _decoded(run: str) -> str:
    return base64.b64decode(run[: len(run) // 4 * 4]).decode("latin-1")


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else {"n": "\n", "t": "\t"}.get(match[3], match[3])
