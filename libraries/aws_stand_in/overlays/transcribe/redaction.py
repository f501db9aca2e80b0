"""Redaction: personal data in a transcript, replaced by its kind.

Amazon Transcribe Developer Guide, "Redacting PII in your batch job". Here personal data is what has its form: speech is scripted.
"""

import re
from collections.abc import Collection, Mapping

PLACEHOLDER = "[PII]"
PATTERNS: Mapping[str, str] = {
    "EMAIL": r"[\w.+-]+@[\w-]+\.[\w.-]*\w",
    "CREDIT_DEBIT_NUMBER": r"\b\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}\b",
    "SSN": r"\b\d{3}-\d{2}-\d{4}\b",
    "PHONE": r"(?<!\w)\+?\d(?:[ -]?\d){6,14}\b",
    "PIN": r"(?<=PIN is )\d{4}\b",
}
"""Kinds of personal data by the form that they have; a number is of the first kind that fits."""


def redacted(text: str, kinds: Collection[str]) -> str:
    """Return a text without personal data.

    Args:
        text: The text.
        kinds: The kinds as `PiiEntityTypes` names them; none or `ALL` for every kind.
    """
    everything = not kinds or "ALL" in kinds
    for kind, pattern in PATTERNS.items():
        if everything or kind in kinds:
            text = re.sub(pattern, PLACEHOLDER, text)
    return text
