"""Costs that follow from tokens."""

from types import SimpleNamespace
from typing import Any

import pytest

from ManuelAPI.keywords import costs
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


class Table:
    """A usage table with these rows."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self.rows = [*rows]

    def query(self, *, ExpressionAttributeValues: Any, **_: Any) -> dict[str, Any]:  # noqa: N803 - as botocore has it
        assert ExpressionAttributeValues == {":user": {"S": "cost#ada"}}
        return {"Items": self.rows[:1]}

    def put_item(self, *, Item: dict[str, Any], **_: Any) -> None:  # noqa: N803 - as botocore has it
        self.rows.append(Item)


def use_table(monkeypatch: pytest.MonkeyPatch, table: Table) -> None:
    environment = SimpleNamespace(resource_name=lambda _: "usage", aws_client=lambda _: table)
    monkeypatch.setattr(costs, "current_environment", lambda: environment)
    monkeypatch.setattr(costs, "current_identity", lambda: SimpleNamespace(user_id="ada"))


def test_copies_of_a_cost_differ_in_the_end_of_their_date(monkeypatch: pytest.MonkeyPatch) -> None:
    cost = {"user_id": {"S": "cost#ada"}, "date": {"S": "2026-11-28T06:30"}, "cost_eur": {"N": "0.002"}}
    table = Table(cost)
    use_table(monkeypatch, table)
    CostKeywords().add_copies_of_last_cost(2)
    assert table.rows == [
        cost,
        {**cost, "date": {"S": "2026-11-28T06:30~1"}},
        {**cost, "date": {"S": "2026-11-28T06:30~2"}},
    ]


def test_without_a_cost_there_is_nothing_to_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    use_table(monkeypatch, Table())
    with pytest.raises(AssertionError, match="Expected an item for cost#ada in table usage"):
        CostKeywords().add_copies_of_last_cost(1)
    monkeypatch.setattr(costs, "current_identity", lambda: None)
    with pytest.raises(AssertionError, match="Nobody is signed in"):
        CostKeywords().add_copies_of_last_cost(1)
