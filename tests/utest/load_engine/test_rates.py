import pytest

from load_engine.rates import Rate


@pytest.mark.parametrize(
    ("text", "per_second"), [("200/s", 200), ("30/min", 0.5), ("1.5 / sec", 1.5), ("7200 per hour", 2)]
)
def test_a_rate_is_read_in_its_unit(text: str, per_second: float) -> None:
    assert Rate.parse(text) == Rate(per_second)


@pytest.mark.parametrize("text", ["", "200", "fast", "-1/s", "200/fortnight"])
def test_malformed_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a rate"):
        Rate.parse(text)
