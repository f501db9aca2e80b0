"""A form of words: what is said in it is read again, so that writers and readers of messages cannot have different words.

A few forms are those of messages that other libraries write; tests of the causes hold them together.
"""

import functools
import re
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self, get_args

Word = Annotated[str, r"[^\s,]+"]
Phrase = Annotated[str, r"[^\n]*?"]
"""Any text, up to the words that follow it."""
Line = Annotated[str, r"[^\n]*"]
"""Any text, up to the end of the line."""
Integer = Annotated[int, r"-?\d+"]
NUMBER = r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"

_PART = re.compile(r"\[(?P<optional>[^]]+)\]|(?P<always>[^[]+)")
_GAP = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Form:
    """What a failure says, or a part of it.

    A subclass is a frozen dataclass. Its `WORDS` have gaps in braces, each of which is a field. The type of a field is annotated
    with a regular expression of what may be in the gap. Words in brackets are left out if a field in them is None.

    Example:
        >>> @dataclass(frozen=True)
        ... class Citation(Form):
        ...     WORDS = "an answer that cites {manual}[, page {page}]."
        ...     manual: Phrase
        ...     page: Integer | None = None
        >>> str(Citation("oven")), str(Citation("oven", 7))
        ('an answer that cites oven.', 'an answer that cites oven, page 7.')
        >>> Citation.read("an answer that cites oven, page 7.\\nGot another one")
        Citation(manual='oven', page=7)
    """

    WORDS: ClassVar[str]
    _gaps: ClassVar[dict[str, Any]]

    def __init_subclass__(cls) -> None:
        """Note the types of the gaps."""
        super().__init_subclass__()
        cls._gaps = {name: _annotated(hint) for name, hint in cls.__annotations__.items()}

    def __str__(self) -> str:
        """Return the words with the fields in their gaps."""
        fields = vars(self)
        parts = (part for part in _PART.finditer(self.WORDS) if _is_said(part, fields))
        return "".join(part["always"] or part["optional"] for part in parts).format_map(fields)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return what a text says that begins with these words, whatever follows; None if it begins otherwise."""
        return cls._held(cls._reader().match(text))

    @classmethod
    def read_whole(cls, text: str) -> Self | None:
        """Return what a text says that consists of these words alone; None if it says anything else.

        Example:
            >>> @dataclass(frozen=True)
            ... class Page(Form):
            ...     WORDS = "page {number}"
            ...     number: Integer
            >>> Page.read_whole("page 7"), Page.read_whole("page 7 of 9")
            (Page(number=7), None)
        """
        return cls._held(cls._reader().fullmatch(text))

    @classmethod
    def pattern(cls) -> str:
        """Return a regular expression for these words, with a group for each field."""
        return "".join(
            cls._pattern_of(part["always"]) if part["always"] else f"(?:{cls._pattern_of(part['optional'])})?"
            for part in _PART.finditer(cls.WORDS)
        )

    @classmethod
    def _held(cls, said: re.Match[str] | None) -> Self | None:
        if said is None:
            return None
        held = said.groupdict()
        return cls(
            **{
                name: None if held[name] is None else gap.__origin__(held[name])
                for name, gap in cls._gaps.items()
            }
        )

    @classmethod
    @functools.cache
    def _reader(cls) -> re.Pattern[str]:
        return re.compile(cls.pattern())

    @classmethod
    def _pattern_of(cls, words: str) -> str:
        return "".join(
            f"(?P<{each}>{cls._gaps[each].__metadata__[0]})" if index % 2 else re.escape(each)
            for index, each in enumerate(_GAP.split(words))
        )


def _annotated(hint: Any) -> Any:
    """Return the annotated type, that of an optional field without None."""
    return next(each for each in (hint, *get_args(hint)) if hasattr(each, "__metadata__"))


def _is_said(part: re.Match[str], fields: dict[str, Any]) -> bool:
    return part["optional"] is None or all(fields[gap] is not None for gap in _GAP.findall(part["optional"]))
