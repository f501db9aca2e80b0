"""Ingestion jobs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from robot.utils import DotDict

from ManuelAPI import ManuelAPI

SOON = timedelta(milliseconds=200)
MANUAL = DotDict(manual_id="m1")


@pytest.fixture
def keywords(environment: Any) -> ManuelAPI:
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    return library


def play(api: Any, *bodies: dict[str, Any]) -> None:
    script: Iterator[dict[str, Any]] = iter(bodies)
    last = bodies[-1]
    api.answer = lambda _: api.json(next(script, last))


def files(job_id: str | None, manual_id: str = "m1") -> dict[str, Any]:
    return {"files": [{"manual_id": manual_id, "job_id": job_id}]}


def test_the_keyword_waits_for_a_job(api: Any, keywords: ManuelAPI) -> None:
    play(api, files(None), files(None), files("j1"))
    assert keywords.wait_until_ingestion_begins(MANUAL) == "j1"
    assert len(api.requests) == 3


def test_a_job_that_never_begins_fails(api: Any, keywords: ManuelAPI) -> None:
    play(api, files(None))
    with pytest.raises(
        AssertionError,
        match=r"blocked by beginning of ingestion jobs: none\nExpected .+: an ingestion job\.\nGot none \(waited 0\.2 s\)",
    ):
        keywords.wait_until_ingestion_begins(MANUAL, timeout=SOON)


def test_a_manual_that_is_not_among_the_files_fails(api: Any, keywords: ManuelAPI) -> None:
    play(api, files("j1", manual_id="m2"))
    with pytest.raises(AssertionError, match="Expected manual m1 among the user's files"):
        keywords.wait_until_ingestion_begins(MANUAL)


def test_a_job_is_followed_to_its_end(api: Any, keywords: ManuelAPI) -> None:
    play(api, {"status": "STARTING"}, {"status": "IN_PROGRESS"}, {"status": "COMPLETE"})
    looks = keywords.follow_ingestion_job("j1")
    assert [look.status for look in looks] == ["STARTING", "IN_PROGRESS", "COMPLETE"]
    assert api.requests[0].path == "/api/ingestion/job/j1"


def test_a_job_that_goes_back_fails(api: Any, keywords: ManuelAPI) -> None:
    play(api, {"status": "IN_PROGRESS"}, {"status": "STARTING"})
    with pytest.raises(AssertionError, match="Got IN_PROGRESS → STARTING"):
        keywords.follow_ingestion_job("j1")


def test_a_job_that_does_not_end_fails(api: Any, keywords: ManuelAPI) -> None:
    play(api, {"status": "IN_PROGRESS"})
    with pytest.raises(AssertionError, match=r"Got status IN_PROGRESS \(waited 0\.2 s\)"):
        keywords.follow_ingestion_job("j1", timeout=SOON)


def test_pages_are_requested(api: Any, keywords: ManuelAPI) -> None:
    api.answer_json({"jobs": []})
    keywords.get_ingestion_status(limit=2, next_token="abc")
    keywords.get_ingested_files(limit=3)
    assert [request.full_path for request in api.requests] == [
        "/api/ingestion/status?limit=2&next_token=abc",
        "/api/ingestion/files?limit=3",
    ]
