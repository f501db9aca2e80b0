"""An index of secret values, which takes as long to search a text with one value as with ten thousand."""

import re
import sys
from collections.abc import Iterable, Iterator

from secret_masking.encodings import base64_forms, written_forms

BLOCK = 12
"""How many characters of a value are looked up at a time."""
SHORTEST_SECRET = 8
"""Shorter values are not masked: they would stand in many texts by chance. Eight is Cognito's own minimum for a password."""
SHORTEST_PART = 24
"""A value with white space is indexed by its parts, such as the lines of a private key, if they are at least this long."""
BASE64_STRIDE = 8 * BLOCK
"""How far apart the blocks of tokens in base64 are: nearer ones would take more memory than all the rest."""
WINDOW = 4096
"""How many positions of a text are searched at a time."""
LONG = 256
"""A shorter text is searched without asking first whether it may contain anything."""
WORD = 8
"""The bytes of a word."""

_RUN = re.compile(rf"\S{{{BLOCK},}}")
_WHITE_SPACE = re.compile(r"\s")


class SecretIndex:
    """Finds values, their encodings and their long parts in a text.

    Of each form of a value, one block of characters after the other is in a dictionary, with all forms of the value: those
    that have it may differ before and after it. A text is searched by looking up the
    characters at each position, so a part of a value is found if it contains one whole block: from 23 characters on, and of a
    token in base64 from 107 on. In a long text, words of eight bytes are looked up first, since most have no secret. Forms that
    are shorter than a block, or have white space, are searched one by one: they are few.
    """

    def __init__(self) -> None:
        self._values: set[str] = set()
        self._blocks: dict[str, tuple[str, ...]] = {}
        self._beginnings: set[int] = set()
        self._literals: list[str] = []

    def add(self, value: str) -> None:
        """Find this value from now on, unless it is too short."""
        if len(value) < SHORTEST_SECRET or value in self._values:
            return
        self._values.add(value)
        written, in_base64 = (
            self._without_literals(written_forms(value)),
            self._without_literals(base64_forms(value)),
        )
        stride = BLOCK if len(value) < BASE64_STRIDE else BASE64_STRIDE
        blocks = {*_blocks_of(written, stride=BLOCK), *_blocks_of(in_base64, stride=stride)}
        self._blocks.update(dict.fromkeys(blocks, (*written, *in_base64)))
        self._beginnings.update(map(_beginning, blocks))

    def replace(self, text: str, replacement: str) -> str:
        """Return the text with everything found replaced."""
        for literal in self._literals:
            if literal in text:
                text = text.replace(literal, replacement)
        return _RUN.sub(lambda run: self._replace_in(run[0], replacement), text) if self._blocks else text

    def _without_literals(self, forms: Iterable[str]) -> list[str]:
        """Return the forms that have blocks, and the long parts of those with white space; note what is searched as it is."""
        literals = {form for form in forms if len(form) < BLOCK or _WHITE_SPACE.search(form)}
        if literals:
            self._literals = sorted({*self._literals, *literals}, key=len, reverse=True)
        parts = {part for form in literals for part in form.split() if len(part) >= SHORTEST_PART}
        return [*(form for form in forms if form not in literals), *parts]

    def _replace_in(self, run: str, replacement: str) -> str:
        pieces: list[str] = []
        end = 0
        for position in self._positions_of_blocks(run):
            if position + BLOCK <= end:
                continue
            block = run[position : position + BLOCK]
            extents = [_extended(run, position, form) for form in self._blocks[block] if block in form]
            start = min(start for start, _ in extents)
            if start >= end:
                pieces += [run[end:start], replacement]
            end = max(new_end for _, new_end in extents)
        return "".join((*pieces, run[end:]))

    def _positions_of_blocks(self, run: str) -> Iterator[int]:
        for start in range(0, len(run) - BLOCK + 1, WINDOW):
            window = run[start : start + WINDOW + BLOCK - 1]
            if self._may_contain_block(window):
                for position in range(len(window) - BLOCK + 1):
                    if window[position : position + BLOCK] in self._blocks:
                        yield start + position

    def _may_contain_block(self, window: str) -> bool:
        """Return whether the beginning of a block is in the text, at the speed of C: all words are looked up in eight steps."""
        if len(window) < LONG:
            return True
        encoded = memoryview(_encoded(window))
        words = (
            encoded[shift : len(encoded) - (len(encoded) - shift) % WORD].cast("Q") for shift in range(WORD)
        )
        return not all(map(self._beginnings.isdisjoint, words))


def _blocks_of(forms: Iterable[str], *, stride: int) -> Iterator[str]:
    """Yield blocks of each form, so far apart, and its last one."""
    for form in forms:
        for start in (*range(0, len(form) - BLOCK, stride), len(form) - BLOCK):
            yield form[start : start + BLOCK]


def _beginning(block: str) -> int:
    """Return the first eight bytes of a block as the machine reads a word."""
    return int.from_bytes(_encoded(block)[:WORD], sys.byteorder)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _extended(run: str, position: int, form: str) -> tuple[int, int]:
    """Return from where to where the run agrees with the form around a block that both contain."""
    offset = form.index(run[position : position + BLOCK])
    before = _common_length(run[max(0, position - offset) : position][::-1], form[:offset][::-1])
    after = _common_length(run[position : position + len(form) - offset], form[offset:])
    return position - before, position + after


def _common_length(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (mine, its) in pairs if mine != its), min(len(one), len(other)))
