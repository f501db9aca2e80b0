"""Policy variables, for which a request's values stand: `${aws:username}`.

`${aws:username, 'nobody'}` has a value for requests without the key, and `${*}`, `${?}` and `${$}` stand for these signs.
Source: IAM User Guide, "IAM policy elements: Variables and tags".
"""

import glob
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

ContextValues = Callable[[str], Sequence[str]]
"""Returns the values that a request has for a condition key; none for a key that is not part of the request."""

_VERSION = "2012-10-17"
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_BEGIN, _LITERAL_BEGIN = "${", "${$}{"
_SIGNS = ("*", "?", "$")


def as_text(text: str, values_in_request: ContextValues) -> str | None:
    """Return what a text of a policy is for a request; None if the request does not have the key of a variable.

    Example:
        >>> as_text("home/${aws:username}", lambda key: ["ada"])
        'home/ada'
    """
    return _replace_variables(text, values_in_request, str, str)


def as_pattern(text: str, values_in_request: ContextValues) -> str | None:
    """Return the pattern that a text of a policy is for a request, as `fnmatch` reads it, in which only the text has wildcards.

    Example:
        >>> as_pattern("home/${aws:username}/*", lambda key: ["a*"])
        'home/a[*]/*'
    """
    return _replace_variables(text, values_in_request, _escape_ranges, glob.escape)


def keys_in(text: str) -> Iterator[str]:
    """Iterate over the condition keys that a text of a policy names by its variables."""
    for found in _VARIABLE.findall(text):
        if found not in _SIGNS:
            yield found.partition(",")[0].strip()


def with_variables_of_version(policy: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the policy with variables only if its version has them: in that of 2008, which is the default, they are literal."""
    return policy if policy.get("Version") == _VERSION else _escape_variables(policy)


def _escape_variables(part: Any) -> Any:
    if isinstance(part, str):
        return part.replace(_BEGIN, _LITERAL_BEGIN)
    if isinstance(part, Mapping):
        return {name: _escape_variables(value) for name, value in part.items()}
    return [_escape_variables(value) for value in part] if isinstance(part, list) else part


def _escape_ranges(text: str) -> str:
    """Return a text of a policy as a pattern of `fnmatch`, which has ranges in brackets."""
    return text.replace("[", "[[]")


def _replace_variables(
    text: str, values_in_request: ContextValues, read: Callable[[str], str], quote: Callable[[str], str]
) -> str | None:
    """Return a text with what its variables stand for; None if one stands for nothing.

    Args:
        text: The text.
        values_in_request: What the request has for a condition key.
        read: Returns what is between the variables.
        quote: Returns what a value is among that.
    """
    literals, variables = _VARIABLE.split(text)[::2], _VARIABLE.findall(text)
    values = [_value(variable, values_in_request) for variable in variables]
    if None in values:
        return None
    parts = [read(literals[0])]
    for value, following in zip(values, literals[1:], strict=True):
        parts += [quote(str(value)), read(following)]
    return "".join(parts)


def _value(variable: str, values_in_request: ContextValues) -> str | None:
    if variable in _SIGNS:
        return variable
    key, _, default = variable.partition(",")
    found = values_in_request(key.strip())
    if len(found) == 1:
        return found[0]
    return default.strip().strip("'") if default else None
