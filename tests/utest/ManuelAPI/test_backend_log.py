"""The log of the backend."""

import json
from typing import Any

import pytest
from robot.api import SkipExecution
from robot.api.types import Secret
from werkzeug.wrappers import Response

from ManuelAPI import ManuelAPI
from ManuelAPI.keywords import backend_log
from ManuelEnvironment import BlockedError

BEGINNING = {"timestamp": "2026-11-28T06:30:00.000+00:00", "level": "INFO", "message": "Request answered"}
REQUEST = {
    **BEGINNING,
    "request_id": "one",
    "user_id": "ada",
    "operation": "query",
    "status": 200,
    "duration_ms": 41.5,
}


@pytest.fixture
def keywords(api: Any, use_environment: Any) -> ManuelAPI:
    use_environment(api_base_url=api.url)
    api.answer = lambda _: Response(
        "{}", content_type="application/json", headers={"x-amzn-RequestId": "one"}
    )
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    return library


def log(monkeypatch: pytest.MonkeyPatch, *lines: Any) -> None:
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    monkeypatch.setattr(backend_log, "_lines", lambda: written)


def test_the_line_of_the_last_request_is_compared(
    keywords: ManuelAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    keywords.send_request("GET", "/health")
    log(monkeypatch, BEGINNING, {**REQUEST, "request_id": "two"}, {**BEGINNING, "request_id": "one"}, REQUEST)
    assert keywords.request_should_be_logged(user_id="ada", status=200) == REQUEST
    with pytest.raises(AssertionError, match=r"a line in the log with .*400"):
        keywords.request_should_be_logged(status=400)


@pytest.mark.parametrize("lines", [[], [REQUEST, REQUEST], [{**BEGINNING, "request_id": "one"}]])
def test_a_request_has_exactly_one_line(
    keywords: ManuelAPI, monkeypatch: pytest.MonkeyPatch, lines: list[Any]
) -> None:
    keywords.send_request("GET", "/health")
    log(monkeypatch, *lines)
    with pytest.raises(AssertionError, match="Expected one line in the log with request_id=one"):
        keywords.request_should_be_logged()


def test_each_of_several_requests_has_exactly_one_line(
    keywords: ManuelAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    responses = [keywords.send_request("GET", "/health")]
    log(monkeypatch, BEGINNING, REQUEST)
    assert keywords.each_request_should_be_logged(responses) == [REQUEST]
    log(monkeypatch, REQUEST, REQUEST)
    with pytest.raises(AssertionError, match="have one line in the log with user_id"):
        keywords.each_request_should_be_logged(responses)


def test_without_an_id_no_line_can_be_found(
    api: Any, keywords: ManuelAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.answer = lambda _: Response("{}", content_type="application/json")
    responses = [keywords.send_request("GET", "/health")]
    log(monkeypatch, REQUEST)
    with pytest.raises(SkipExecution, match="no gateway names requests by x-amzn-RequestId"):
        keywords.request_should_be_logged()
    with pytest.raises(SkipExecution, match="no gateway names requests by x-amzn-RequestId"):
        keywords.each_request_should_be_logged(responses)


@pytest.mark.parametrize("line", ["Traceback:", "[]", '{"message": "no level"}'])
def test_each_line_is_a_json_object(keywords: ManuelAPI, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    log(monkeypatch, REQUEST)
    keywords.log_should_be_json_lines()
    log(monkeypatch, REQUEST, line)
    with pytest.raises(AssertionError, match="Got 1 of 2 that are not"):
        keywords.log_should_be_json_lines()


@pytest.mark.parametrize("time", ["2026-11-28T06:30:00.123", "28/Nov/2026 06:30:00", 1_780_000_000])
def test_each_line_says_when_in_which_time_zone(
    keywords: ManuelAPI, monkeypatch: pytest.MonkeyPatch, time: Any
) -> None:
    log(monkeypatch, {**REQUEST, "timestamp": "2026-11-28T06:30:00Z"}, REQUEST)
    keywords.log_should_be_json_lines()
    log(monkeypatch, REQUEST, {**REQUEST, "timestamp": time})
    with pytest.raises(AssertionError, match=f"Got 1 of 2 that have another, such as '{time}'"):
        keywords.log_should_be_json_lines()


def test_what_is_confidential_is_named_and_not_shown(
    keywords: ManuelAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    log(monkeypatch, REQUEST, "the token is abc123, again abc123")
    keywords.log_should_not_contain(question="kettle")
    with pytest.raises(AssertionError, match="token: the token is <token>, again <token>") as failed:
        keywords.log_should_not_contain(token=Secret("abc123"), question="kettle")
    assert "abc123" not in str(failed.value)


def test_only_the_log_of_a_local_stack_can_be_read(keywords: ManuelAPI) -> None:
    with pytest.raises(BlockedError, match="backend log"):
        keywords.log_should_be_json_lines()
