"""Tokens of a small language, one after another."""

import re

import pytest

from aws_stand_in.token_reader import END, TokenReader, tokens_in

SUM = re.compile(r"\s*(?:(?P<name>[a-z]+)|(?P<symbol>[+-]))\s*")


class RefusedError(ValueError):
    """What a language raises."""


def test_tokens_have_a_kind() -> None:
    assert tokens_in(" a + b ", SUM, RefusedError) == [("name", "a"), ("symbol", "+"), ("name", "b")]


def test_a_group_within_a_kind_is_none() -> None:
    call = re.compile(r"(?P<call>([a-z]+)\(\))")
    assert tokens_in("now()", call, RefusedError) == [("call", "now()")]


def test_the_rest_of_a_text_that_is_no_token_is_named() -> None:
    with pytest.raises(RefusedError, match=r"^'\* b' cannot be read$"):
        tokens_in("a * b", SUM, RefusedError)


def test_a_token_is_looked_at_taken_or_accepted() -> None:
    reader = TokenReader(tokens_in("a + b", SUM, RefusedError))
    assert (reader.next(), reader.take()) == (("name", "a"), ("name", "a"))
    assert not reader.accept(("symbol", "-"))
    assert reader.accept(("symbol", "-"), ("symbol", "+"))
    assert not reader.is_at_end
    assert (reader.take(), reader.next(), reader.take()) == (("name", "b"), END, END)
    assert reader.is_at_end
