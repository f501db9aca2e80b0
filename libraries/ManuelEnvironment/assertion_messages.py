"""Failures of Robot Framework's own assertions say what was expected of what, and what it got instead."""

import re
from collections.abc import Sized

from robot import result, running
from robot.errors import DataError
from robot.running.context import EXECUTION_CONTEXTS

from cause_register.forms import EXPECTED, Missing, Unmet
from secret_masking import mask

ABOUT_A_VALUE = {"Value", "Assertion"}
"""The tags of our own assertions whose first argument is a value, of which they don't know where it comes from."""
LONGEST_VALUE = 800
MASKED_LENGTH = 20_000
LENGTH = "Length Should Be"
VARIABLE = re.compile(r"[$@&]\{([^{}]+)\}")
EXPECTATIONS = {
    "Dictionaries Should Be Equal": "{0} to be {1!r}",
    "Dictionary Should Contain Key": "{0} to have the key {1!r}",
    "Dictionary Should Not Contain Key": "{0} not to have the key {1!r}",
    LENGTH: "{0} to have the length {1}",
    "List Should Contain Value": "{0} to contain {1!r}",
    "List Should Not Contain Duplicates": "{0} to have no duplicates",
    "List Should Not Contain Value": "{0} not to contain {1!r}",
    "Lists Should Be Equal": "{0} to be {1!r}",
    "Should Be Empty": "{0} to be empty",
    "Should Be Equal": "{0} to be {1!r}",
    "Should Be Equal As Integers": "{0} to be {1}",
    "Should Be Equal As Strings": "{0} to be {1!r}",
    "Should Be True": "{0} to be true",
    "Should Contain": "{0} to contain {1!r}",
    "Should Contain Any": "{0} to contain one of {1}",
    "Should Contain X Times": "{0} to contain {1!r} exactly {2} times",
    "Should End With": "{0} to end with {1!r}",
    "Should Match Regexp": "{0} to match the regular expression {1}",
    "Should Not Be Empty": "{0} not to be empty",
    "Should Not Be Equal": "{0} not to be {1!r}",
    "Should Not Be True": "{0} not to be true",
    "Should Not Contain": "{0} not to contain {1!r}",
    "Should Not Contain Any": "{0} to contain none of {1}",
    "Should Not Match Regexp": "{0} not to match the regular expression {1}",
    "Should Start With": "{0} to start with {1!r}",
}
"""What each assertion expects: its first argument as it is written in the suite, the others by their values."""
OWNERS = ("BuiltIn", "Collections")
LOOKUP = re.compile(
    r"(?:Resolving variable '\$\{(?P<path>.+)\}' failed: \w+: .*"
    r"|(?:List|Dictionary) '[$@&]\{(?P<name>.+?)\}' has no (?:item in index|key) '?(?P<item>.+?)'?\.)",
)
LOOKED_UP = re.compile(Missing.pattern())


class AssertionMessages:
    """A listener that words the messages of the assertions of BuiltIn and Collections as those of our own keywords."""

    ROBOT_LISTENER_API_VERSION = 3

    def end_library_keyword(
        self, data: running.Keyword, implementation: running.LibraryKeyword, result: result.Keyword
    ) -> None:
        """Word the message of a failed assertion anew; to that of one about a value, add which value it is."""
        is_about_value = set(result.tags) >= ABOUT_A_VALUE and result.message.startswith(EXPECTED)
        if result.failed and is_about_value and data.args:
            result.message = f"{_subject(data.args[0])}: {result.message}"
        if result.failed and _has_an_expectation(implementation):
            result.message = _message(data, implementation) or result.message
        if result.failed:
            result.message = LOOKUP.sub(_lookup, result.message)

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002 - the listener interface
        """Say what was missing from a variable that no keyword was to get."""
        if result.failed and not is_lookup(result.message):
            result.message = LOOKUP.sub(_lookup, result.message)


def is_assertion(implementation: running.LibraryKeyword) -> bool:
    """Return whether a keyword is one of our own assertions, or one of Robot Framework's whose messages we word."""
    return "Assertion" in implementation.tags or _has_an_expectation(implementation)


def is_lookup(message: str) -> bool:
    """Return whether a message says what was missing from a variable."""
    return LOOKED_UP.search(message) is not None


def _has_an_expectation(implementation: running.LibraryKeyword) -> bool:
    return implementation.name in EXPECTATIONS and implementation.owner.name in OWNERS


def _message(data: running.Keyword, implementation: running.LibraryKeyword) -> str | None:
    """Return the message; None if the values can't be told, which is then why the keyword has failed."""
    try:
        positional, named = implementation.resolve_arguments(
            data.args, data.named_args, EXECUTION_CONTEXTS.current.variables
        )
    except (DataError, ValueError):
        return None
    options = {**dict(zip(implementation.args.positional_or_named, positional, strict=False)), **dict(named)}
    others = [positional[1:]] if implementation.args.var_positional else positional[1:]
    expected = EXPECTATIONS[implementation.name].format(_subject(data.args[0]), *map(_Value, others))
    if options.get("values") in (False, "False"):
        expected, got = _subject(data.args[0]) + " to be as expected", "something else"
    else:
        got = _length_of(positional[0]) if implementation.name == LENGTH else repr(_Value(positional[0]))
    note = options.get("msg")
    return "\n".join([str(Unmet(expected, got)), *([str(note)] if note else [])])


def _length_of(value: object) -> str:
    """Return a value, which may be cut, with its length; without it if the value has one for Robot Framework alone."""
    written = repr(_Value(value))
    return f"the length {len(value)}: {written}" if isinstance(value, Sized) else written


def _subject(written: object) -> str:
    """Return an argument as it is written in a suite, a variable by its name alone.

    Example:
        >>> _subject("${page.manuals}[0][id]")
        'page.manuals[0][id]'
    """
    return VARIABLE.sub(r"\1", str(written)) or "the value"


def _lookup(failed: re.Match[str]) -> str:
    expected = failed["path"] or f"{failed['name']}[{failed['item']}]"
    return str(Missing(expected, failed[0]))


class _Value:
    """A value in a message: masked, and no longer than can be read."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __repr__(self) -> str:
        return _excerpt(repr(self._value))

    def __str__(self) -> str:
        return _excerpt(str(self._value))


def _excerpt(text: str) -> str:
    """Return the beginning of a text. It is masked first: what is left of a secret would not be recognised."""
    masked = mask(text[:MASKED_LENGTH])
    return masked if len(masked) <= LONGEST_VALUE else f"{masked[:LONGEST_VALUE]}… ({len(text)} characters)"
