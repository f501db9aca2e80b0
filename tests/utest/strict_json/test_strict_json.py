"""What is JSON by the standard, and what only Python takes for it."""

import doctest
import json

import pytest

import strict_json
from strict_json import parse_json, well_formed, well_formed_json


def test_json_of_any_kind_is_parsed() -> None:
    assert parse_json('[1, {"a": null}, -0.5e3, "\\u00e4"]') == [1, {"a": None}, -500.0, "ä"]


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_constants_of_python_are_rejected(constant: str) -> None:
    with pytest.raises(ValueError, match=rf"^{constant} is not a JSON value$"):
        parse_json(f'{{"a": {constant}}}')


def test_a_member_may_occur_once() -> None:
    assert parse_json('{"a": 1, "b": {"a": 2}}') == {"a": 1, "b": {"a": 2}}
    with pytest.raises(ValueError, match=r"^member 'a' occurs twice$"):
        parse_json('{"b": {"a": 1, "c": 2, "a": 1}}')


@pytest.mark.parametrize("text", ["", "{", "[1,]", "'a'", "{} {}"])
def test_other_text_is_rejected(text: str) -> None:
    with pytest.raises(ValueError, match="line 1 column"):
        parse_json(text)


def test_examples_are_true() -> None:
    results = doctest.testmod(strict_json)
    assert (results.failed, results.attempted > 0) == (0, True)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\ud800", r"\ud800"),
        ("a\udfff\ud83d.", r"a\udfff\ud83d."),
        ("\U0001f50c ü", "\U0001f50c ü"),
        (r"\ud800", r"\ud800"),
        ("\\\ud800", r"\\ud800"),
    ],
)
def test_lone_surrogates_are_written_as_their_escapes(text: str, written: str) -> None:
    assert well_formed(text) == written
    assert json.loads(well_formed_json({text: [text]})) == {written: [written]}
