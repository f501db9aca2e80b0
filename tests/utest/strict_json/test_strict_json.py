"""What is JSON by the standard, and what only Python takes for it."""

import pytest

from strict_json import parse_json


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
