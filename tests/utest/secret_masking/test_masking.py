"""Secrets are masked whole, encoded and in long parts; other texts stay as they are."""

import base64
import functools
import html
import json
import re
import sys
import time
import tracemalloc
from collections.abc import Callable
from types import FrameType
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secret_masking.index import BLOCK, WINDOW, SecretIndex
from secret_masking.masking import MASK, mask
from secret_masking.shapes import replace_shapes

PASSWORD = "aB3+x/y=z&\"<'Q\\7é"
TOKEN = "".join(f"{number:x}Zq" for number in range(1000, 1200))
PRIVATE_KEY = (
    "-----BEGIN KEY-----\n" + "\n".join(f"{number:064}" for number in range(3)) + "\n-----END KEY-----"
)


SECRETS = [PASSWORD, TOKEN, PRIVATE_KEY, "eight-ch", "with white space"]
SPECIAL = st.text("abcXYZ019+/=%&\"'\\<", min_size=BLOCK, max_size=60)
"""Values with characters that URLs, JSON and HTML write in other ways."""


def index_of(*values: str) -> SecretIndex:
    index = SecretIndex()
    for value in values:
        index.add(value)
    return index


def masked(text: str, *secrets: str) -> str:
    return index_of(*secrets).replace(text, MASK)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "write",
    [
        str,
        repr,
        quote,
        quote_plus,
        lambda value: quote(value, safe=""),
        json.dumps,
        lambda value: json.dumps(value, ensure_ascii=False),
        html.escape,
        lambda value: html.escape(value, quote=False),
    ],
)
def test_nothing_but_quotation_marks_remains_of_a_secret_that_is_written(
    secret: str, write: Callable[[str], str]
) -> None:
    assert masked(f"before {write(secret)} after", secret) in {
        f"before {mark}{MASK}{mark} after" for mark in ("", "'", '"')
    }


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "write",
    [
        lambda value: base64.b64encode(value.encode()).decode(),
        lambda value: base64.urlsafe_b64encode(b"a:" + value.encode()).decode(),
        lambda value: base64.b64encode(b"?" + value.encode() + b"?").decode(),
    ],
)
def test_of_base64_only_what_depends_on_its_neighbours_remains(
    secret: str, write: Callable[[str], str]
) -> None:
    text = masked(f"before {write(secret)} after", secret)
    assert re.fullmatch(rf"before [\w/+-]{{0,3}}{MASK}[\w/+-]{{0,2}}={{0,2}} after", text)


@given(st.integers(0, 580), st.integers(23, 600))
def test_a_part_of_23_characters_is_masked(start: int, length: int) -> None:
    part = TOKEN[start : start + length]
    if len(part) >= 23:
        assert masked(f"<{part}>", TOKEN) == f"<{MASK}>"


def escaped(value: str) -> str:
    return json.dumps(value)[1:-1]


@pytest.mark.parametrize("write", [str, functools.partial(quote, safe=""), escaped, html.escape])
@given(secret=SPECIAL)
def test_nothing_remains_of_a_secret_that_is_written_in_several_ways(
    write: Callable[[str], str], secret: str
) -> None:
    assert masked(write(secret), secret) == MASK


@given(SPECIAL, st.integers(0, 37), st.integers(23, 60))
def test_nothing_remains_of_a_part_of_23_characters_either(secret: str, start: int, length: int) -> None:
    part = secret[start : start + length]
    if len(part) >= 23:
        assert masked(part, secret) == MASK


@given(st.text(min_size=8), st.text(), st.text())
def test_any_secret_is_masked_beside_any_text(secret: str, before: str, after: str) -> None:
    assert secret not in masked(before + secret + after, secret).replace(MASK, "\0")


@given(st.text())
def test_a_text_without_secrets_is_unchanged(text: str) -> None:
    assert masked(text, TOKEN, PASSWORD) == text


def test_two_secrets_side_by_side_are_both_masked() -> None:
    assert masked("x" + TOKEN + TOKEN[:40] + "y", TOKEN) == f"x{MASK}{MASK}y"


def test_a_value_of_seven_characters_masks_nothing() -> None:
    assert masked("a seven-c b", "seven-c") == "a seven-c b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln b", "a <secret> b"),
        ("Authorization: Bearer abcdefgh12345678-_", "Authorization: Bearer <secret>"),
        ("authorization: Bearer abc.def-ghi", "authorization: Bearer <secret>"),
        ("key AKIAIOSFODNN7EXAMPLE.", "key <secret>."),
        (
            "https://b/k?X-Amz-Credential=0%2F1%2Fs3&X-Amz-Date=2&X-Amz-Security-Token=t%3D&X-Amz-Signature=0a1b c",
            "https://b/k?X-Amz-Credential=<secret>&X-Amz-Date=2&X-Amz-Security-Token=<secret>&X-Amz-Signature=<secret> c",
        ),
        ("k%3FX-Amz-Signature%3D0a1b", "k%3FX-Amz-Signature%3D<secret>"),
        ("{'x-amz-signature': '0a1b', 'key': 'k'}", "{'x-amz-signature': '<secret>', 'key': 'k'}"),
        ('{"X-Amz-Security-Token": "t="}', '{"X-Amz-Security-Token": "<secret>"}'),
    ],
)
def test_what_looks_like_a_secret_is_masked_once_and_for_all(text: str, expected: str) -> None:
    assert replace_shapes(text, MASK) == expected
    assert replace_shapes(expected, MASK) == expected


@pytest.mark.parametrize(
    "text", ["hey, eyJ is short", "the Bearer authentication.", "X-Amz-Date=20261128", ""]
)
def test_ordinary_text_is_unchanged(text: str) -> None:
    assert mask(text) == text


def test_ten_thousand_secrets_cost_no_more_than_ten() -> None:
    """Compare counts of look-ups by their time, in ratio: a search in each value would take a thousand times as long."""
    text = (
        "GET https://api.example/api/manuals/0a1b2c3d4e5f?limit=20 took 12 ms, request id 7d3f0a1b-c2d3-e4f5 "
        * 20
    )
    few, many = index_of(*_values(10)), index_of(*_values(10_000))
    assert _fastest(many, text) < 20 * _fastest(few, text)


def test_a_long_text_costs_few_steps_and_little_memory_beyond_its_own() -> None:
    text = "".join(f"k{number:06x}" for number in range(150_000))
    index = index_of(*_values(100), TOKEN)
    for long_text, found in ((text, 0), (text + TOKEN, 1)):
        assert index.replace(long_text, MASK).count(MASK) == found
        assert _steps(functools.partial(index.replace, long_text, MASK)) < len(long_text) / 4
    tracemalloc.start()
    index.replace(text, MASK)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * len(text)


@given(st.integers(0, 3 * WINDOW), st.sampled_from("aé漢"))
def test_a_secret_is_found_at_any_place_of_a_long_text(position: int, character: str) -> None:
    before, after = character * position, character * (3 * WINDOW - position)
    assert masked(before + TOKEN + after, TOKEN) == before + MASK + after
    assert PASSWORD not in masked(before + PASSWORD + after, PASSWORD)


def _steps(action: Callable[[], object]) -> int:
    """Return how many instructions of Python an action takes."""
    count = 0

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(None)
    return count


def _values(count: int) -> list[str]:
    return [f"{number:08x}" * 5 for number in range(count)]


def _fastest(index: SecretIndex, text: str) -> float:
    def once() -> float:
        started = time.process_time()
        index.replace(text, MASK)
        return time.process_time() - started

    return min(once() for _ in range(20))
