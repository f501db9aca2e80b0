import pytest
from hypothesis import given
from hypothesis import strategies as st

from PerfMetrics.figures import format_figures, parse_figures

NAMES = st.from_regex(r"[a-z]\w*", fullmatch=True)
VALUES = st.floats(min_value=0, max_value=1e12, allow_nan=False)


def test_whole_numbers_are_exact() -> None:
    figures = {"count": 1_234_567, "bytes": 123_456_789.0}
    assert parse_figures(format_figures(figures)) == figures


@given(st.dictionaries(NAMES, VALUES, min_size=1))
def test_what_was_written_is_read(figures: dict[str, float]) -> None:
    assert parse_figures(format_figures(figures)) == pytest.approx(figures, rel=1e-5)


@pytest.mark.parametrize("text", ["", "p95", "p95_ms=", "p95_ms=fast", "p95_ms=1 count=2"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Expected a figure such as"):
        parse_figures(text)
