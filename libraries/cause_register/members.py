"""What a failure says of members of a response, in whatever words and by whichever variable of the test."""

import re
from dataclasses import dataclass

from cause_register.form import NUMBER
from cause_register.forms import (
    NO_VALUE,
    AnotherValue,
    FieldFinding,
    Missing,
    NoField,
    NothingIn,
    OutOfBounds,
    Unmet,
    WithoutMember,
    WrongGrowth,
    WrongMetric,
    WrongUsage,
    findings_in,
)
from cause_register.quantities import Quantity, quantity_of

NOTHING, SOMETHING, TOO_SMALL, TOO_LARGE = (
    "0 and should not be",
    "not 0 and should be",
    "too small",
    "too large",
)
"""How a number can be wrong."""

_NO_ENTRIES = "[]"
_VALUE = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|null|None|[Tt]rue|[Ff]alse")
_JSON_WORDS = {"None": "null", "True": "true", "False": "false"}
_LOWER_BOUND = re.compile(rf"(?:at least|more than) (?P<limit>{NUMBER})")
_MEMBER = re.compile(r"(?!\S*status_code\b)\S+[.\[]\S+")
"""A member of a variable, other than the status of a response."""
_PATH = re.compile(r"[\w.-]+")
_NUMBER = re.compile(r"-?\d[\d.e-]*")
_WORD = re.compile(r"['\"]?([A-Za-z_]+)['\"]?")
_VARIABLE = re.compile(r"\A[A-Za-z_]\w*(?:\[-?\d+\])*(?:\.|(?=\[[A-Za-z_]))")
_KEY = re.compile(r"\.?\[([A-Za-z_]\w*)\]")
_ITEM = re.compile(r"[.\[]-?\d+\b.*")
_INDEX = re.compile(r"\.-?\d+\b|\[-?\d+\]")


def missing_members(failure: str) -> str:
    """Return what is missing, down to the list that has no such item; an empty text if a failure is about anything else.

    All that looks for items of a list that has none has looked for the same.

    Example:
        >>> missing_members("Expected answer.sources[0].pdf_id to exist.\\nGot a value without it: …")
        'sources'
        >>> missing_members("Expected again[sources] not to be empty.\\nGot []")
        'sources'
        >>> missing_members("Expected a response.\\nGot one that differs:\\n  - there is no field sources.0.page_number.")
        'sources'
        >>> missing_members("Expected a response.\\nGot one that differs:\\n  - there is no field usage.\\n  - page is 7")
        ''
    """
    if path := _looked_for(failure):
        return _ITEM.sub("", without_variable(path))
    fields = [NoField.read(finding) for finding in findings_in(failure)]
    paths = [_ITEM.sub("", field.path) for field in fields if field]
    return ", ".join(dict.fromkeys(paths)) if len(paths) == len(fields) else ""


def _looked_for(failure: str) -> str:
    """Return which member was looked for and does not exist, or has no entries; an empty text for any other failure."""
    if missing := Missing.read(failure):
        return missing.path
    empty, unmet = NothingIn.read(failure), Unmet.read(failure)
    if empty:
        return empty.path if empty.got == _NO_ENTRIES else ""
    without = WithoutMember.read(unmet.got) if unmet else None
    return without.member if without else ""


@dataclass(frozen=True)
class WrongNumber:
    """A number that is not what it should be.

    Attributes:
        member: The place of the number, without indexes.
        deviation: How it is wrong, as a phrase: nothing in place of something, something in place of nothing, too little, or too
            much.
    """

    member: str
    deviation: str

    @property
    def quantity(self) -> Quantity | None:
        """What the number shows that other responses show as well; None if this is its only place."""
        return quantity_of(self.member)

    def __str__(self) -> str:
        return f"{self.quantity or self.member} is {self.deviation}"


def wrong_number(failure: str) -> WrongNumber | None:
    """Return which number is wrong and how, if a failure is about one number of a known place; else None.

    Example:
        >>> str(wrong_number("Expected usage with history.-1.queries=3.\\nGot one that differs:\\n  - history.-1.queries is 0"))
        'history.queries is 0 and should not be'
        >>> str(wrong_number("looks[-1].wait: Expected a number of at least 30 and at most 40.\\nGot 1."))
        'wait is too small'
    """
    if counted := _wrong_count(failure):
        return counted
    if another := _another_number(failure):
        return another
    bounded = OutOfBounds.read(failure)
    if bounded and bounded.subject and re.fullmatch(NUMBER, bounded.got):
        member = _INDEX.sub("", without_variable(bounded.subject))
        return WrongNumber(member, _out_of_bounds(float(bounded.got), bounded.bounds))
    found = _only_field(failure)
    if found is None or not _NUMBER.fullmatch(found.value):
        return None
    wanted = re.search(rf"[ ,]{re.escape(found.path)}=(-?\d(?:[\d.e-]*\d)?)(?=[,.]?[\s])", failure)
    deviation = deviation_of(float(found.value), float(wanted[1])) if wanted else ""
    return WrongNumber(_INDEX.sub("", found.path), deviation) if wanted else None


def _another_number(failure: str) -> WrongNumber | None:
    """Return which member of a variable is another number than the expected one; else None."""
    value = AnotherValue.read(failure)
    if value is None or not _MEMBER.fullmatch(value.path):
        return None
    if not (re.fullmatch(NUMBER, value.wanted) and re.fullmatch(NUMBER, value.got)):
        return None
    member = _INDEX.sub("", without_variable(value.path))
    return WrongNumber(member, deviation_of(float(value.got), float(value.wanted)))


def _only_field(failure: str) -> FieldFinding | None:
    """Return which field is not as expected, if that is all that a failure has found; else None."""
    findings = findings_in(failure)
    found = FieldFinding.read(findings[0]) if len(findings) == 1 else None
    return found if found and _PATH.fullmatch(found.path) else None


def _wrong_count(failure: str) -> WrongNumber | None:
    """Return which count is wrong that keywords have words for. What should not have grown is another failure each."""
    if usage := WrongUsage.read(failure):
        return WrongNumber("daily_used", deviation_of(usage.used, usage.wanted))
    growth = WrongGrowth.read(failure)
    if growth is None or (growth.wanted == 0 <= growth.grown):
        return None
    return WrongNumber("the growth of the day", deviation_of(growth.grown, growth.wanted))


def wrong_metric(failure: str) -> WrongNumber | None:
    """Return how a metric is wrong, which is too small without a value; else None.

    Example:
        >>> str(wrong_metric("Expected Sum of metric Requests to be 3, got no value since the test began."))
        'Sum of metric Requests is too small'
    """
    said = WrongMetric.read(failure)
    if said is None:
        return None
    is_less = said.got == NO_VALUE or float(said.got) < float(said.wanted)
    return WrongNumber(f"{said.statistic} of metric {said.metric}", TOO_SMALL if is_less else TOO_LARGE)


def wrong_word(failure: str) -> str:
    """Return which member has a wrong text, or is null or the wrong one of true and false; an empty text for anything else.

    A state and its like are part of that, any other text is not.

    Example:
        >>> wrong_word("Expected a manual with status=ready, pages=7.\\nGot one that differs:\\n  - status is \\"failed\\"")
        'status is failed'
        >>> wrong_word("Expected again.question to be 'How?'.\\nGot 'Who is it?'")
        'question is another'
    """
    if len(findings_in(failure)) > 1:
        return ""
    found = _only_field(failure)
    if found and _VALUE.fullmatch(found.value):
        return _in_words(found.path, found.value)
    value = AnotherValue.read(failure)
    if value is None or not (_VALUE.fullmatch(value.wanted) and _VALUE.fullmatch(value.got)):
        return ""
    member = without_variable(value.path)
    return _in_words(member, value.got) if member != value.path else ""


def _in_words(member: str, value: str) -> str:
    word = _WORD.fullmatch(value)
    return f"{_INDEX.sub('', member)} is {_JSON_WORDS.get(word[1], word[1]) if word else 'another'}"


def _out_of_bounds(got: float, bounds: str) -> str:
    lower = _LOWER_BOUND.search(bounds)
    if lower is None or got > float(lower["limit"]):
        return TOO_LARGE
    return NOTHING if got == 0 else TOO_SMALL


def deviation_of(got: float, wanted: float) -> str:
    """Return how a number is wrong."""
    if got == 0:
        return NOTHING
    if got < wanted:
        return TOO_SMALL
    return SOMETHING if wanted == 0 else TOO_LARGE


def without_variable(phrase: str) -> str:
    """Return what is said of a member of a variable, without the variable's name.

    Example:
        >>> without_variable("looks[-1][failure_reasons] to be 3")
        'failure_reasons to be 3'
        >>> without_variable("location to end with …")
        'location to end with …'
    """
    variable = _VARIABLE.match(phrase)
    return _KEY.sub(r".\1", phrase[variable.end() :]).removeprefix(".") if variable else phrase
