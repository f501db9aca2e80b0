"""Tags of buckets and objects.

Source: Amazon S3 User Guide, "Categorizing your objects using tags"; the words are LocalStack 4.14.0's,
services/s3/utils.py, which is validated against AWS.
"""

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl

from aws_stand_in.overlays.s3.errors import S3Error, invalid_argument

MOST_TAGS = 10
_TAG = re.compile(r"[\w\s+\-=.:/@]*")
_LONGEST_KEY, _LONGEST_VALUE = 128, 256
_RESERVED = "aws:"


def tags_of_header(text: str) -> dict[str, str]:
    """Return the tags that a header has in the form of a query."""
    if not text:
        return {}
    pairs = parse_qsl(text, keep_blank_values=True)
    is_well_formed = all(_TAG.fullmatch(part) for pair in pairs for part in pair)
    if len(dict(pairs)) != len(pairs) or not pairs or not is_well_formed:
        raise invalid_argument(
            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag "
            "name duplicates.",
            "x-amz-tagging",
            text,
        )
    return checked_tags(pairs)


def checked_tags(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the tags of an object, unless they are too many or wrong."""
    if len(pairs) > MOST_TAGS:
        raise S3Error("BadRequest", "Object tags cannot be greater than 10")
    check_tags(pairs, reserved="Your TagKey cannot be prefixed with aws:")
    return dict(pairs)


def check_tags(pairs: Sequence[tuple[str, str]], *, reserved: str) -> None:
    """Refuse tags that are wrong.

    Args:
        pairs: Keys and values.
        reserved: What is said of a key that only AWS may give.
    """
    for key, value in pairs:
        _check_tag(key, value, reserved)
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise S3Error("InvalidTag", "Cannot provide multiple Tags with the same key", TagKey=key)


def _check_tag(key: str, value: str, reserved: str) -> None:
    if key.startswith(_RESERVED):
        raise S3Error("InvalidTag", reserved, TagKey=key)
    if not key or len(key) > _LONGEST_KEY or not _TAG.fullmatch(key):
        raise S3Error("InvalidTag", "The TagKey you have provided is invalid", TagKey=key)
    if len(value) > _LONGEST_VALUE or not _TAG.fullmatch(value):
        raise S3Error("InvalidTag", "The TagValue you have provided is invalid", TagKey=key, TagValue=value)
