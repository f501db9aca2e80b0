"""Costs that follow from tokens."""

from typing import Any

import pytest

from ManuelAPI.keywords.costs import CostKeywords


def answer(read: int, written: int, eur: float) -> dict[str, Any]:
    return {"cost_info": {"input_tokens": read, "output_tokens": written, "total_cost_eur": eur}}


def priced(
    read: int, written: int, price_read: float = 2.3e-7, price_written: float = 1.15e-6
) -> dict[str, Any]:
    return answer(read, written, round(read * price_read + written * price_written, 6))


def test_costs_of_one_price_per_token_are_right() -> None:
    CostKeywords().costs_should_follow_from_tokens(
        priced(80, 1), priced(80, 190), priced(210, 1), priced(210, 190)
    )


def test_a_cost_that_has_nothing_to_do_with_its_tokens_fails() -> None:
    answers = priced(80, 1), priced(80, 190), priced(210, 1), answer(210, 190, 0.0005)
    with pytest.raises(AssertionError, match=r"210 tokens read, 190 written: 0\.000500 EUR"):
        CostKeywords().costs_should_follow_from_tokens(*answers)


def test_reading_must_not_cost_more_than_writing() -> None:
    answers = [priced(*tokens, 1.15e-6, 2.3e-7) for tokens in ((80, 1), (80, 190), (210, 1))]
    with pytest.raises(AssertionError, match=r"Got 0\.00000023 and 0\.00000115 EUR"):
        CostKeywords().costs_should_follow_from_tokens(*answers)


@pytest.mark.parametrize("answers", [[priced(80, 1), priced(80, 190)], [priced(80, 1)] * 3])
def test_answers_that_tell_no_prices_are_refused(answers: list[Any]) -> None:
    with pytest.raises(ValueError, match="needs three answers"):
        CostKeywords().costs_should_follow_from_tokens(*answers)
