"""Whole numbers that requests state as text.

None has more than 19 digits, those of 64 bits: Python converts no text of thousands of them, and takes digits of all scripts.
"""

import re

WHOLE_NUMBER = re.compile(r"[0-9]{1,19}")
INTEGER = re.compile(r"[+-]?[0-9]{1,19}")


def is_within(text: str, least: int, most: int) -> bool:
    """Tell whether a text is a whole number between two, these included."""
    return bool(WHOLE_NUMBER.fullmatch(text)) and least <= int(text) <= most
