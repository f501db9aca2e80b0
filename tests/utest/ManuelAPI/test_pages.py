"""The pages of a list."""

from collections.abc import Iterable
from typing import Any

import pytest
from werkzeug.wrappers import Request

from ManuelAPI import ManuelAPI


@pytest.fixture
def keywords(environment: Any) -> ManuelAPI:
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    return library


def page(ids: Iterable[str], next_token: str | None, count: int | None = None) -> dict[str, Any]:
    manuals = [{"id": identifier} for identifier in ids]
    return {"manuals": manuals, "count": len(manuals) if count is None else count, "next_token": next_token}


def serve(api: Any, pages: dict[str | None, dict[str, Any]]) -> None:
    def answer(request: Request) -> Any:
        return api.json(pages[request.args.get("next_token")])

    api.answer = answer


def test_all_pages_are_collected(api: Any, keywords: ManuelAPI) -> None:
    serve(api, {None: page("ab", "2"), "2": page("cd", "3"), "3": page("e", None)})
    assert [manual["id"] for manual in keywords.list_all_manuals(limit=2)] == list("abcde")
    assert api.requests[1].args["limit"] == "2"


@pytest.mark.parametrize(
    ("pages", "came"),
    [
        ({None: page("abc", None)}, "Got a page of 3"),
        ({None: page("ab", None, count=3)}, "Got a page with count 3 and 2 entries"),
        ({None: page("", "2"), "2": page("a", None)}, "Got an empty page that is not the last one"),
        ({None: page("ab", "2"), "2": page("ab", "2")}, "Got more pages"),
    ],
)
def test_an_invalid_page_fails(
    api: Any, keywords: ManuelAPI, pages: dict[str | None, Any], came: str
) -> None:
    serve(api, pages)
    with pytest.raises(AssertionError, match=came):
        keywords.list_all_manuals(limit=2)


def test_an_empty_list_has_one_page(api: Any, keywords: ManuelAPI) -> None:
    serve(api, {None: page("", None)})
    assert keywords.list_all_manuals() == []


def test_jobs_and_files_are_collected_too(api: Any, keywords: ManuelAPI) -> None:
    api.answer_json(
        {"jobs": [{"job_id": "1"}], "files": [{"manual_id": "2"}], "count": 1, "next_token": None}
    )
    assert keywords.list_all_ingestion_jobs(limit=1) == [{"job_id": "1"}]
    assert keywords.list_all_ingested_files(limit=1) == [{"manual_id": "2"}]
    assert [request.path for request in api.requests] == ["/api/ingestion/status", "/api/ingestion/files"]
