"""Payloads of a given size or shape."""

import base64
import json
from typing import Literal
from urllib.parse import unquote

import pytest

from ManuelAPI.keywords.payloads import PayloadKeywords

payloads = PayloadKeywords()


@pytest.mark.parametrize(("length", "of", "text"), [(3, "q", "qqq"), (5, "ab", "ababa"), (0, "q", "")])
def test_text_of_length(length: int, of: str, text: str) -> None:
    assert payloads.text_of_length(length, of=of) == text


def test_base64_of_parts_and_zeros() -> None:
    assert base64.b64decode(payloads.base64_of(b"\x7fELF", b"\xff", zeros=2)) == b"\x7fELF\xff\0\0"


@pytest.mark.parametrize(("of", "nested"), [("lists", [[[]]]), ("objects", {"a": {"a": {"a": 1}}})])
def test_json_is_nested_as_deep_as_asked(of: Literal["lists", "objects"], nested: object) -> None:
    assert json.loads(payloads.json_nested(depth=3, of=of)) == nested


def test_every_character_is_percent_encoded() -> None:
    assert payloads.percent_encode("a-1é") == "%61%2d%31%c3%a9"
    assert unquote(payloads.percent_encode("a-1é")) == "a-1é"
