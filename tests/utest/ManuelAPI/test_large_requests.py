"""Requests of an exact size."""

import base64
import io
from typing import Any

import pytest
from pypdf import PdfReader
from robot.api import logger

from ManuelAPI import ManuelAPI
from ManuelAPI.keywords.large_requests import MEGABYTE


@pytest.fixture
def keywords(environment: Any) -> ManuelAPI:
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    return library


def test_a_body_has_exactly_the_given_size(api: Any, keywords: ManuelAPI) -> None:
    keywords.send_body_of(0.25, headers={"Origin": "https://app.example.com"}, status=200)
    assert len(api.requests[0].get_data()) == MEGABYTE // 4
    assert api.requests[0].headers["Origin"] == "https://app.example.com"
    assert set(api.requests[0].json) == {"question"}


def test_a_body_in_pieces_does_not_say_how_long_it_is(api: Any, keywords: ManuelAPI) -> None:
    keywords.send_body_in_pieces_of(0.25, status=200)
    assert len(api.requests[0].get_data()) == MEGABYTE // 4
    assert api.requests[0].headers["Transfer-Encoding"] == "chunked"
    assert "Content-Length" not in api.requests[0].headers


def test_a_manual_is_padded_and_stays_a_pdf(api: Any, keywords: ManuelAPI) -> None:
    api.answer_json({"manual_id": "1"}, 201)
    keywords.upload_manual_in_body_of(0.5)
    body = api.requests[0].get_data()
    assert 0 <= MEGABYTE // 2 - len(body) < 4
    pdf = base64.b64decode(api.requests[0].json["file_data"])
    assert len(PdfReader(io.BytesIO(pdf), strict=True).pages) == 4


@pytest.mark.parametrize("status", [200, 201])
def test_any_success_will_do_for_a_manual(api: Any, keywords: ManuelAPI, status: int) -> None:
    api.answer_json({"manual_id": "1"}, status)
    assert keywords.upload_manual_in_body_of(0.5).status_code == status
    api.answer_json({"message": "Request Too Long"}, 413)
    with pytest.raises(AssertionError, match="Expected a status of success"):
        keywords.upload_manual_in_body_of(0.5)


def test_a_header_has_exactly_the_given_size(api: Any, keywords: ManuelAPI) -> None:
    keywords.send_header_of(900, status=200)
    assert len(api.requests[0].headers["X-Padding"]) == 900


def test_the_log_has_only_an_excerpt(api: Any, keywords: ManuelAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    logged: list[str] = []
    monkeypatch.setattr(logger, "info", lambda message, **_: logged.append(message))
    keywords.send_body_of(0.25, status=200)
    assert 0 < sum(map(len, logged)) < 4000


def test_another_status_fails(api: Any, keywords: ManuelAPI) -> None:
    with pytest.raises(AssertionError, match="Expected status 413"):
        keywords.send_body_of(0.25, status=413)
