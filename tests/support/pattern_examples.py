"""Texts that a pattern of botocore's models matches, as short as they may be."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from aws_stand_in.model_validation import compiled_pattern

_CHARACTERS = "a1A-_./: \n\u00e9"
_parser: Any = import_module("re._parser")
_compiler: Any = import_module("re._compiler")


@cache
def pattern_example(pattern: str, shortest: int = 0) -> str | None:
    """Return a text that a pattern of Java matches; None if none was found, or if Python cannot read the pattern.

    Args:
        pattern: The pattern.
        shortest: How long the text has to be at least.

    Example:
        >>> pattern_example("arn:aws(-[^:]+)?:kms:[a-z0-9-]{1,20}:[0-9]{12}:key/.+")
        'arn:aws:kms:a:111111111111:key/a'
    """
    compiled = compiled_pattern(pattern)
    if compiled is None:
        return None
    parsed = _parser.parse(compiled.pattern)
    texts = (_text(parsed, repeats) for repeats in range(shortest + 1))
    return next((text for text in texts if len(text) >= shortest and compiled.fullmatch(text)), None)


def _text(parsed: Any, repeats: int) -> str:
    """Return a text for a parsed pattern; where that leaves a choice, by so many repetitions or this alternative."""
    return "".join(_element(parsed[place : place + 1], repeats) for place in range(len(parsed)))


def _element(single: Any, repeats: int) -> str:
    [(kind, held)] = single
    write = _KINDS.get(str(kind))
    return _character(single) if write is None else write(held, repeats)


def _character(single: Any) -> str:
    compiled = _compiler.compile(single)
    return next((one for one in _CHARACTERS if compiled.fullmatch(one)), "")


def _repeated(held: Any, repeats: int) -> str:
    least, most, parsed = held
    return _text(parsed, repeats) * min(max(least, repeats), int(most))


_KINDS: Mapping[str, Callable[[Any, int], str]] = {
    "LITERAL": lambda code, _repeats: chr(code),
    "MAX_REPEAT": _repeated,
    "MIN_REPEAT": _repeated,
    "SUBPATTERN": lambda held, repeats: _text(held[-1], repeats),
    "BRANCH": lambda held, repeats: _text(held[1][repeats % len(held[1])], repeats),
    "AT": lambda _held, _repeats: "",
    "ASSERT": lambda _held, _repeats: "",
    "ASSERT_NOT": lambda _held, _repeats: "",
}
