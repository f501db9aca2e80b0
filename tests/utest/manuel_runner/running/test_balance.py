import pytest

from manuel_runner.running.balance import balanced


def test_the_longest_come_first_each_to_the_share_with_the_least_to_do() -> None:
    assert balanced({"a": 4, "b": 3, "c": 3, "d": 2, "e": 2}, 2) == [["a", "d", "e"], ["b", "c"]]


@pytest.mark.parametrize("shares", [1, 2, 3, 7])
def test_every_item_is_in_one_share_and_no_share_is_empty(shares: int) -> None:
    seconds = {f"suite {number}": number % 3 for number in range(5)}
    result = balanced(seconds, shares)
    assert sorted(item for share in result for item in share) == sorted(seconds)
    assert len(result) == min(shares, 5)
    assert all(result)


def test_shares_do_not_depend_on_the_order_of_the_items() -> None:
    seconds = {"a": 1.0, "b": 1.0, "c": 1.0}
    assert balanced(seconds, 2) == balanced(dict(reversed(seconds.items())), 2)
