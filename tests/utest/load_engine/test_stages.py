import pytest

from load_engine.schedule import LoadStage
from load_engine.stages import parse_stage


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("200/s for 30 s", LoadStage(30, 200, 200)),
        ("0/s to 200/s in 10 s", LoadStage(10, 0, 200)),
        ("60/min to 1/s in 1 minute", LoadStage(60, 1, 1)),
    ],
)
def test_a_stage_is_read_from_its_words(text: str, stage: LoadStage) -> None:
    assert parse_stage(text) == stage


@pytest.mark.parametrize("text", ["", "200/s", "for 10 s", "200 for 10 s", "200/s for ever"])
def test_malformed_stage_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a stage|is not a rate|is not a duration"):
        parse_stage(text)


@pytest.mark.parametrize("text", ["1/min for 1 s", "10/s for 0 s", "0/s for 10 s"])
def test_stage_without_a_request_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="No request is due"):
        parse_stage(text)
