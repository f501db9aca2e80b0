import pytest

from durations import seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("10 s", 10),
        ("500ms", 0.5),
        ("1.5 min", 90),
        ("1 min 30 s", 90),
        ("2 hours", 7200),
        ("3 seconds", 3),
        ("3m", 180),
        ("24h", 86_400),
        ("3d", 259_200),
        ("1 day 1 hour", 90_000),
        ("250 Milliseconds", 0.25),
        ("2 SECS", 2),
        ("1.5 sec", 1.5),
    ],
)
def test_a_duration_is_read_in_its_units(text: str, seconds: float) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "10", "s", "ten s", "10 sx", "10 s soon", "-1 s", "1 month", "1 min 30"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        seconds_of(text)
