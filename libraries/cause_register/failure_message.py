"""The message of a failed test, which may be about several failures."""

import re

_PREAMBLE = re.compile(
    r"(?:(?:Parent suite |Suite )?(?:[Ss]etup|[Tt]eardown) failed:\s*)?(?:Several failures occurred:)?\s*"
)
_NEXT_FAILURE = re.compile(r"^\d+\) |^Also (?:parent )?(?:suite )?teardown failed:\n", re.MULTILINE)


def failures_in(message: str) -> list[str]:
    """Return the message of each failure, without what Robot Framework writes before it.

    Example:
        >>> failures_in("Setup failed:\\nSeveral failures occurred:\\n\\n1) Expected a.\\nGot b\\n\\n2) Expected c.\\nGot d")
        ['Expected a.\\nGot b', 'Expected c.\\nGot d']
        >>> failures_in("Expected a.\\nGot b")
        ['Expected a.\\nGot b']
    """
    parts = (_without_preamble(part).strip() for part in _NEXT_FAILURE.split(message))
    return [part for part in parts if part] or [message]


def _without_preamble(text: str) -> str:
    return text[preamble.end() :] if (preamble := _PREAMBLE.match(text)) else text
