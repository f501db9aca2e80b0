"""What a test needs and is not about: when its failure blocks the test, and when it is the test's own."""

import time
from datetime import timedelta
from typing import Any

import pytest
from robot.api.types import Secret
from robot.utils import DotDict

from ManuelAPI import ManuelAPI, preconditions
from ManuelAPI.unreachable import ApiUnreachableError
from ManuelEnvironment import causes
from ManuelEnvironment.causes import BlockedByCauseError, CauseNotes

USAGE = "GET /api/user/usage"
MANUAL = DotDict(manual_id="m1")


@pytest.fixture
def keywords(environment: Any) -> ManuelAPI:
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    return library


def test_a_test_is_blocked_by_an_operation_that_has_never_worked(
    api: Any, keywords: ManuelAPI, notes: CauseNotes
) -> None:
    api.answer_json({"message": "Not Found"}, 404)
    with pytest.raises(BlockedByCauseError, match=r"^blocked by GET /api/user/usage 404\n"):
        keywords.get_usage()
    (known,) = notes.register.take_claimed()
    assert known.cause.title == "GET /api/user/usage: expected 200, got 404"
    assert notes.register.sightings(known.cause).blocked == ["before the first test"]


def test_the_type_of_the_error_is_part_of_the_reason(api: Any, keywords: ManuelAPI) -> None:
    api.answer_json({"error": "No", "error_type": "internal_error"}, 500)
    with pytest.raises(BlockedByCauseError, match=r"^blocked by GET /api/user/usage 500 internal_error\n"):
        keywords.get_usage()


def test_the_documented_success_is_what_was_expected(
    api: Any, keywords: ManuelAPI, notes: CauseNotes
) -> None:
    api.answer_json({}, 404)
    with pytest.raises(BlockedByCauseError):
        keywords.upload_manual("thermostat.pdf")
    (known,) = notes.register.take_claimed()
    assert known.cause.title.startswith("POST /api/manuals/upload: expected 20")


def test_operations_for_everybody_that_ask_for_a_token_are_one_cause(
    api: Any, environment: Any, notes: CauseNotes
) -> None:
    api.answer_json({"message": "Unauthorized"}, 401)
    library = ManuelAPI()
    with pytest.raises(
        BlockedByCauseError, match=r"^blocked by Any public operation: a token is asked for\n"
    ):
        library.get_health()
    with pytest.raises(
        BlockedByCauseError, match=r"^blocked by Any public operation: a token is asked for\n"
    ):
        library.send_request("GET", "/version", status=200)
    assert [cause.title for cause in notes.met] == ["Any public operation: a token is asked for"]


def test_an_operation_for_everybody_that_asks_for_a_token_by_now_is_the_same_cause(
    api: Any, environment: Any, notes: CauseNotes
) -> None:
    notes.register.record_success("GET /health")
    api.answer_json({"message": "Unauthorized"}, 401)
    with pytest.raises(
        BlockedByCauseError, match=r"^blocked by Any public operation: a token is asked for\n"
    ):
        ManuelAPI().get_health()


def test_a_bad_token_that_is_refused_where_none_is_needed_is_another_cause(
    api: Any, environment: Any, notes: CauseNotes
) -> None:
    api.answer_json({"message": "Unauthorized"}, 401)
    with pytest.raises(AssertionError, match=r"^Expected status 200\.\nGot 401"):
        ManuelAPI().send_request("GET", "/health", token=Secret("bad"), status=200)
    assert "GET /health 401: the status is not documented" in [cause.title for cause in notes.met]


def test_a_preflight_that_is_refused_is_another_cause(api: Any, environment: Any, notes: CauseNotes) -> None:
    api.answer_json({"message": "Unauthorized"}, 401)
    ManuelAPI().send_request("OPTIONS", "/api/query", anonymous=True)
    assert "OPTIONS /api/query 401: the status is not documented" in [cause.title for cause in notes.met]


def test_a_test_that_does_not_check_the_contract_judges_the_status_itself(
    api: Any, keywords: ManuelAPI, notes: CauseNotes
) -> None:
    api.answer_json({"message": "Unauthorized"}, 401)
    with pytest.raises(AssertionError, match=r"^Expected status 200\.\nGot 401"):
        keywords.send_request("GET", "/health", status=200)
    assert not notes.met


def test_an_operation_for_users_may_ask_for_a_token(api: Any, environment: Any) -> None:
    api.answer_json({"message": "Unauthorized"}, 401)
    with pytest.raises(BlockedByCauseError, match=r"^blocked by GET /api/user/usage 401\n"):
        ManuelAPI().get_usage()


def test_a_status_that_is_not_documented_is_no_second_cause(
    api: Any, environment: Any, notes: CauseNotes
) -> None:
    api.answer_json({}, 502)
    with pytest.raises(BlockedByCauseError):
        ManuelAPI().get_usage()
    assert [cause.title for cause in notes.met] == ["GET /api/user/usage: expected 200, got 502"]


def test_whoever_meets_an_operation_that_cannot_be_used_has_met_its_cause(
    api: Any, environment: Any, notes: CauseNotes
) -> None:
    api.answer_json({}, 502)
    with pytest.raises(BlockedByCauseError):
        ManuelAPI().get_usage()
    notes.enter("another test")
    ManuelAPI().send_request("GET", "/api/user/usage")
    assert "GET /api/user/usage: expected 200, got 502" in [cause.title for cause in notes.met]
    notes.enter("a third test")
    ManuelAPI().send_request("GET", "/api/user/quota")
    assert "GET /api/user/usage: expected 200, got 502" not in [cause.title for cause in notes.met]


def test_a_path_that_the_api_does_not_have_is_judged_once(
    api: Any, environment: Any, notes: CauseNotes
) -> None:
    api.answer_json({}, 404)
    with pytest.raises(BlockedByCauseError, match=r"^blocked by Any unknown path or method 404: "):
        ManuelAPI().send_request("GET", "/no/such/path", status=403)


def test_without_the_check_of_the_contract_such_a_path_is_judged_by_the_test(
    api: Any, keywords: ManuelAPI
) -> None:
    api.answer_json({}, 404)
    with pytest.raises(AssertionError, match=r"^Expected status 403\.\nGot 404"):
        keywords.send_request("GET", "/no/such/path", status=403)


def test_the_failure_of_an_operation_that_has_worked_is_the_tests_own(
    api: Any, keywords: ManuelAPI, notes: CauseNotes
) -> None:
    api.answer_json({"user_id": "a"})
    keywords.get_usage()
    api.answer_json({}, 500)
    with pytest.raises(AssertionError, match=r"^Expected status 200\.\nGot 500") as own:
        keywords.get_usage()
    assert not isinstance(own.value, BlockedByCauseError)
    assert notes.met == {}


def test_the_failure_of_an_operation_that_has_worked_deviates_from_the_contract_as_any_response_does(
    api: Any, environment: Any, notes: CauseNotes
) -> None:
    notes.register.record_success(USAGE)
    api.answer_json({}, 502)
    with pytest.raises(AssertionError, match=r"^Expected status 200\.\nGot 502"):
        ManuelAPI().get_usage()
    assert "Any error 502: the status is not documented" in [cause.title for cause in notes.met]


def test_success_in_one_use_says_nothing_about_another(api: Any, keywords: ManuelAPI) -> None:
    api.answer_json({"answer": "x"})
    keywords.ask("How?")
    api.answer_json({}, 500)
    with pytest.raises(BlockedByCauseError, match=r"^blocked by POST /api/query by voice 500"):
        keywords.ask_by_voice("how-do-i-descale-it.wav")


def test_the_failure_of_a_test_that_makes_something_fail_is_its_own(
    api: Any, keywords: ManuelAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(causes, "makes_failures", lambda: True)
    api.answer_json({}, 503)
    with pytest.raises(AssertionError, match=r"^Expected status 200\.\nGot 503"):
        keywords.get_usage()


def test_a_status_that_the_test_names_is_never_a_precondition(api: Any, keywords: ManuelAPI) -> None:
    api.answer_json({}, 404)
    with pytest.raises(AssertionError, match=r"^Expected status 200\.\nGot 404"):
        keywords.get_usage(status=200)
    with pytest.raises(AssertionError, match=r"^Expected status 429\.\nGot 404"):
        keywords.ask("How?", status=429)


def test_any_success_will_do(api: Any, keywords: ManuelAPI) -> None:
    api.answer_json({"manual_id": "m1"}, 200)
    assert keywords.upload_manual("thermostat.pdf").manual_id == "m1"


def test_an_operation_without_a_response_costs_its_time_once(
    api: Any, use_environment: Any, notes: CauseNotes
) -> None:
    use_environment(api_base_url=api.url, timeout_seconds=0.2, max_retries=0)
    api.answer = lambda _: time.sleep(0.4) or api.json({})
    keywords = ManuelAPI()
    for _ in range(3):
        with pytest.raises(BlockedByCauseError, match=r"^blocked by GET /api/user/usage no response\n"):
            keywords.get_usage()
    assert len(api.requests) == 1
    notes.register.record_success(USAGE)
    with pytest.raises(ApiUnreachableError):
        keywords.get_usage()


def test_what_others_have_waited_for_in_vain_is_not_waited_for_again(
    api: Any, keywords: ManuelAPI, notes: CauseNotes
) -> None:
    api.answer_json({"id": "m1", "name": "a.pdf", "status": "processing"})
    looks = []
    for patience in (timedelta(seconds=1), timedelta(hours=1)):
        before = len(api.requests)
        with pytest.raises(
            BlockedByCauseError, match=r"^blocked by indexing of manuals: status processing\n"
        ):
            keywords.wait_until_manual_is_indexed(MANUAL, timeout=patience)
        looks.append(len(api.requests) - before)
    assert looks[0] >= looks[1] == 1
    api.answer_json({"id": "m1", "name": "a.pdf", "status": "ready"})
    keywords.wait_until_manual_is_indexed(MANUAL)
    assert preconditions.remaining_timeout("indexing of manuals", timedelta(seconds=1)) == timedelta(
        seconds=1
    )


def test_a_failed_ingestion_is_the_tests_own_if_others_succeed(api: Any, keywords: ManuelAPI) -> None:
    api.answer_json({"id": "m1", "name": "a.pdf", "status": "ready"})
    keywords.wait_until_manual_is_indexed(MANUAL)
    api.answer_json({"id": "m1", "name": "a.pdf", "status": "failed"})
    with pytest.raises(AssertionError, match=r"^Expected manual a.pdf \(m1\) to be indexed\.\nGot a failed"):
        keywords.wait_until_manual_is_indexed(MANUAL)


def test_another_status_than_expected_blocks_where_the_operation_answers_all_requests_so(
    api: Any, keywords: ManuelAPI
) -> None:
    api.answer_json({}, 404)
    with pytest.raises(AssertionError, match=r"^Expected status 401\.\nGot 404"):
        keywords.get_usage(status=401)
    with pytest.raises(BlockedByCauseError):
        keywords.get_usage()
    with pytest.raises(BlockedByCauseError, match=r"^blocked by GET /api/user/usage 404\n"):
        keywords.get_usage(status=401)
    api.answer_json({}, 403)
    with pytest.raises(AssertionError, match=r"^Expected status 401\.\nGot 403"):
        keywords.get_usage(status=401)


def test_an_operation_that_has_worked_since_is_judged(api: Any, keywords: ManuelAPI) -> None:
    api.answer_json({}, 500)
    with pytest.raises(BlockedByCauseError):
        keywords.get_usage()
    api.answer_json({"user_id": "a"})
    keywords.get_usage()
    api.answer_json({}, 500)
    with pytest.raises(AssertionError, match=r"^Expected status 401\.\nGot 500"):
        keywords.get_usage(status=401)


def test_each_of_several_responses_is_judged_but_those_of_unusable_operations(
    api: Any, keywords: ManuelAPI
) -> None:
    api.answer = lambda request: api.json({}, 404 if request.path == "/api/user/quota" else 200)
    with pytest.raises(BlockedByCauseError):
        keywords.get_quota()
    with pytest.raises(AssertionError) as failure:
        keywords.token_should_be_refused_on_every_route(Secret("forged"))
    assert ", GET /api/user/usage, " in str(failure.value)
    assert ":\n  - 200 OK" in str(failure.value)
    assert "/api/user/quota" not in str(failure.value)
    api.answer = lambda request: api.json(
        {"message": "Unauthorized"}, 404 if request.path == "/api/user/quota" else _status_of_token(request)
    )
    with pytest.raises(BlockedByCauseError, match=r"^blocked by GET /api/user/quota 404\n"):
        keywords.token_should_be_refused_on_every_route(Secret("forged"))


def _status_of_token(request: Any) -> int:
    return 401 if request.headers.get("Authorization") == "Bearer forged" else 200
