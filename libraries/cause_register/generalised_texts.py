"""What a message says without what varies from test to test."""

import re

VALUE = "…"
"""What stands for a value that varies from test to test."""

_NUMBER = re.compile(r"(?<!status )(?<![\w….])(?![1-5]\d\d [A-Z][A-Za-z])-?\d[\d.,:]*(?<![.,:])(?!\w)")
_TEXTS = (
    (re.compile(r"\b(that has|[Ff]ailure) '([\w.-]+)'"), r"\1 \2"),
    (re.compile(r" \(waited [\d.]+ \w+\)"), ""),
    (re.compile(r"https?://[^/\s]+(?=/)"), ""),
    (re.compile(r"(?<= [1-5]\d\d )([A-Za-z][A-Za-z' -]*): .*"), r"\1"),
    (re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\""), VALUE),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f-]{27}\b"), VALUE),
    (re.compile(r"(?<![\w.-])[\w-]+(?=\.(?:pdf|wav)\b)"), VALUE),
    (re.compile(r"\b[\w.+-]+@[\w-]+(\.[\w-]+)+"), VALUE),
    (re.compile(r"(?<==)(?!-?\d[\d.]*(?:[\s,;]|$))[^\s,;]+"), VALUE),
    (re.compile(rf"([^\s,]*{VALUE}[^\s,]*)(?:, \1)+(?![^\s,.])"), r"\1"),
    (re.compile(rf"({VALUE}[^\s,]*) and \d+ more\b"), r"\1"),
    (re.compile(r":\n +- "), ": "),
    (re.compile(r"\n +- "), "; "),
    (re.compile(r"\s+"), " "),
)


def without_values(phrase: str) -> str:
    """Return a phrase with `…` for each text and number that varies.

    Example:
        >>> without_values("3 items with name='a', user_id=7f in table usage")
        '… items with name=…, user_id=… in table usage'
    """
    return _NUMBER.sub(VALUE, without_texts(phrase))


def without_texts(phrase: str) -> str:
    """Return a phrase with `…` for each text that varies; numbers stay, since another number may have another cause.

    Example:
        >>> without_texts("3 items with name='a', user_id=7f in table usage")
        '3 items with name=…, user_id=… in table usage'
    """
    for pattern, replacement in _TEXTS:
        phrase = pattern.sub(replacement, phrase)
    return phrase.strip(" .") or "nothing"
