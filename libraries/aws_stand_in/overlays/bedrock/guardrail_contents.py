"""What content filters find: words and phrases of a fixed list, each with a filter's confidence that it is harmful.

This is not a classifier: what is not in the list is not found, and `kill` is found in "Kill the process." as well. It is enough
to see that a filter is there, for requests or answers, and how strong it is.

Source: Amazon Bedrock User Guide, "Detect and filter harmful content by using Amazon Bedrock Guardrails".
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

CONFIDENCES: Sequence[str] = ("NONE", "LOW", "MEDIUM", "HIGH")
"""The confidence of a filter, rising; the strength of a filter has the same values."""
HARMFUL: Mapping[str, Mapping[str, Sequence[str]]] = {
    "HATE": {
        "HIGH": ("inferior race", "racial purity", "subhuman", "subhumans"),
        "MEDIUM": ("go back to your country", "they are all criminals"),
        "LOW": ("people like them", "your kind"),
    },
    "INSULTS": {
        "HIGH": ("idiot", "idiots", "imbecile", "moron"),
        "MEDIUM": ("loser", "pathetic", "stupid"),
        "LOW": ("clown", "fool", "foolish"),
    },
    "SEXUAL": {
        "HIGH": ("porn", "pornographic", "pornography"),
        "MEDIUM": ("erotic", "naked", "nude"),
        "LOW": ("seductive", "sexy"),
    },
    "VIOLENCE": {
        "HIGH": ("kill", "massacre", "murder"),
        "MEDIUM": ("beat up", "shoot", "stab"),
        "LOW": ("fight", "punch", "weapon"),
    },
    "MISCONDUCT": {
        "HIGH": ("build a bomb", "counterfeit money", "launder money"),
        "MEDIUM": ("break into", "hack", "steal"),
        "LOW": ("bribe", "cheat", "fake id"),
    },
}
"""What is found by filters of a type, by the confidence."""
_PROMPT_ATTACK = (
    r"(?:ignore|disregard|forget) (?:all |any )?(?:of )?(?:the |your |my )?(?:previous|prior|above|earlier) "
    r"(?:instructions|prompts|rules)"
)


def confidence_in(kind: str, text: str) -> str:
    """Return a filter's confidence that a text has content of its type.

    Example:
        >>> confidence_in("INSULTS", "That is stupid.")
        'MEDIUM'
    """
    found = (confidence for confidence, pattern in _patterns(kind) if pattern.search(text))
    return next(found, "NONE")


def is_filtered(confidence: str, strength: str) -> bool:
    """Return whether a filter of a strength acts: a high one at any confidence, a low one at a high confidence alone."""
    sure = CONFIDENCES.index(confidence)
    return sure > 0 and sure + CONFIDENCES.index(strength) >= len(CONFIDENCES)


@cache
def _patterns(kind: str) -> Sequence[tuple[str, re.Pattern[str]]]:
    """Return the patterns of a filter, the surest first."""
    if kind == "PROMPT_ATTACK":
        return [("HIGH", _words(_PROMPT_ATTACK))]
    return [
        (confidence, _words("|".join(map(re.escape, terms)))) for confidence, terms in HARMFUL[kind].items()
    ]


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
