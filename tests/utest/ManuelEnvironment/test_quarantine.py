from datetime import date

import pytest

from ManuelEnvironment.quarantine import Quarantine, malformed_quarantines, quarantine_of


def test_a_quarantine_ends_after_its_day() -> None:
    quarantine = quarantine_of(["api", "quarantine:2027-01-31"])
    assert quarantine == Quarantine(date(2027, 1, 31))
    assert [quarantine.is_over(date(2027, month, day)) for month, day in ((1, 31), (2, 1))] == [False, True]
    assert quarantine.tag == "quarantine:2027-01-31"


def test_without_the_tag_there_is_none() -> None:
    assert quarantine_of(["api", "needs:cost"]) is None
    assert malformed_quarantines(["api", "needs:cost", "quarantine:2027-01-31"]) == []


@pytest.mark.parametrize(
    "tag",
    [
        "quarantine",
        "quarantine:2027-02-30",
        "Quarantine 2027-01-31",
        "quarantine:soon",
        "quarantine:2027-1-5",
    ],
)
def test_a_tag_without_a_date_of_the_calendar_is_malformed(tag: str) -> None:
    assert malformed_quarantines([tag]) == [
        f"the tag {tag!r} has no date of the calendar: write it as quarantine:2027-01-31"
    ]
