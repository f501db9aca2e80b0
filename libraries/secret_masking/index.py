"""An index of secret values, which takes as long to search a text with one value as with ten thousand."""

import re
from collections.abc import Iterable

from secret_masking.encodings import base64_forms, written_forms

BLOCK = 12
"""How many characters of a value are looked up at a time."""
SHORTEST_SECRET = 8
"""Shorter values are not masked: they would stand in many texts by chance. Eight is Cognito's own minimum for a password."""
SHORTEST_PART = 24
"""A value with white space is indexed by its parts, such as the lines of a private key, if they are at least this long."""
BASE64_STRIDE = 8 * BLOCK
"""How far apart the blocks of tokens in base64 are: nearer ones would take more memory than all the rest."""

_RUN = re.compile(rf"\S{{{BLOCK},}}")
_WHITE_SPACE = re.compile(r"\s")


class SecretIndex:
    """Finds values, their encodings and their long parts in a text.

    Of each form of a value, one block of characters after the other is in a dictionary. A text is searched by looking up the
    characters at each position, so a part of a value is found if it contains one whole block: from 23 characters on, and of a
    token in base64 from 107 on. Forms that are shorter than a block, or have white space, are searched one by one: they are few.
    """

    def __init__(self) -> None:
        self._values: set[str] = set()
        self._blocks: dict[str, str] = {}
        self._literals: list[str] = []

    def add(self, value: str) -> None:
        """Find this value from now on, unless it is too short."""
        if len(value) < SHORTEST_SECRET or value in self._values:
            return
        self._values.add(value)
        self._add_forms(written_forms(value), stride=BLOCK)
        self._add_forms(base64_forms(value), stride=BLOCK if len(value) < BASE64_STRIDE else BASE64_STRIDE)

    def replace(self, text: str, replacement: str) -> str:
        """Return the text with everything found replaced."""
        for literal in self._literals:
            if literal in text:
                text = text.replace(literal, replacement)
        return _RUN.sub(lambda run: self._replace_in(run[0], replacement), text) if self._blocks else text

    def _add_forms(self, forms: Iterable[str], *, stride: int) -> None:
        for form in forms:
            if len(form) < BLOCK or _WHITE_SPACE.search(form):
                self._literals = sorted({*self._literals, form}, key=len, reverse=True)
                self._add_forms((part for part in form.split() if len(part) >= SHORTEST_PART), stride=stride)
            else:
                starts = [*range(0, len(form) - BLOCK, stride), len(form) - BLOCK]
                self._blocks.update((form[start : start + BLOCK], form) for start in starts)

    def _replace_in(self, run: str, replacement: str) -> str:
        blocks = [run[position : position + BLOCK] for position in range(len(run) - BLOCK + 1)]
        if self._blocks.keys().isdisjoint(blocks):
            return run
        pieces: list[str] = []
        end = 0
        for position, block in enumerate(blocks):
            if position >= end and block in self._blocks:
                start, new_end = _extended(run, position, self._blocks[block])
                pieces += [run[end : max(start, end)], replacement]
                end = new_end
        return "".join((*pieces, run[end:]))


def _extended(run: str, position: int, form: str) -> tuple[int, int]:
    """Return from where to where the run agrees with the form around a block that both contain."""
    offset = form.index(run[position : position + BLOCK])
    before = _common_length(run[:position][::-1], form[:offset][::-1])
    after = _common_length(run[position:], form[offset:])
    return position - before, position + after


def _common_length(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (mine, its) in pairs if mine != its), min(len(one), len(other)))
