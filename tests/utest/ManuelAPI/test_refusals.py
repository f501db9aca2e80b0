"""The required response to a forged token."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from robot.api.types import Secret
from werkzeug.wrappers import Request, Response

from ManuelAPI import ManuelAPI
from ManuelAuth.identity import Identity
from ManuelEnvironment.causes import BlockedByCauseError, CauseNotes
from ManuelEnvironment.environment import Environment

FORGED = Secret("forged")


@pytest.fixture
def keywords(environment: Environment, signed_in: Identity) -> ManuelAPI:
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    return library


def api_that_answers_forged_tokens(with_this: Callable[[], Response]) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        if request.headers["Authorization"] == f"Bearer {FORGED.value}":
            return with_this()
        return Response(json.dumps({"user_id": "reader"}), content_type="application/json")

    return answer


def refusal(body: Any = None, status: int = 401) -> Response:
    return Response(json.dumps(body or {"message": "Unauthorized"}), status, content_type="application/json")


def test_a_rejected_token_passes(api: Any, keywords: ManuelAPI) -> None:
    api.answer = api_that_answers_forged_tokens(refusal)
    keywords.token_should_be_refused(FORGED)
    assert len(api.requests) == 2


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            lambda: refusal({"user_id": "reader"}, 200),
            "Expected status 401 for the forged token 'given by the test'",
        ),
        (lambda: refusal(status=403), "Expected status 401"),
        (lambda: refusal({"message": "Internal server error"}, 500), "Expected status 401"),
    ],
)
def test_any_other_response_to_a_forged_token_fails(
    api: Any, keywords: ManuelAPI, answer: Any, expected: str
) -> None:
    api.answer = api_that_answers_forged_tokens(answer)
    with pytest.raises(AssertionError) as failure:
        keywords.token_should_be_refused(FORGED)
    assert str(failure.value).startswith(expected)


def test_a_delay_fails(api: Any, keywords: ManuelAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ManuelAPI.keywords.refusals.SLOW_SECONDS", 0.1)
    api.answer = api_that_answers_forged_tokens(lambda: time.sleep(0.2) or refusal())
    with pytest.raises(AssertionError, match=r"Got a response after 0\.2 s"):
        keywords.token_should_be_refused(FORGED)


def test_an_api_that_rejects_every_token_fails(api: Any, keywords: ManuelAPI) -> None:
    api.answer = lambda _: refusal()
    with pytest.raises(AssertionError, match="Expected status 200"):
        keywords.token_should_be_refused(FORGED)


def test_an_accepted_token_must_be_the_users_own(api: Any, keywords: ManuelAPI) -> None:
    api.answer_json({"user_id": "reader"})
    keywords.token_should_be_accepted(FORGED)
    api.answer_json({"user_id": "somebody else"})
    with pytest.raises(
        AssertionError, match=r"Expected a response for user reader\.\nGot one for somebody else"
    ):
        keywords.token_should_be_accepted(FORGED)


RESET = "/health/circuit-breakers/bedrock/reset"


def api_without_reset(status_of_genuine: int) -> Callable[[Request], Response]:
    """Return the answer of an API that answers forged tokens with 404 on the route of a reset."""

    def answer(request: Request) -> Response:
        if request.path.endswith("/reset"):
            is_forged = request.headers["Authorization"] == f"Bearer {FORGED.value}"
            return refusal({"detail": "Not Found"}, 404 if is_forged else status_of_genuine)
        return Response(json.dumps({"user_id": "reader"}), content_type="application/json")

    return answer


def test_an_operation_that_does_not_exist_blocks_the_test(api: Any, keywords: ManuelAPI) -> None:
    api.answer = api_without_reset(404)
    with pytest.raises(
        BlockedByCauseError, match=r"^blocked by POST /health/circuit-breakers/{service}/reset 404\n"
    ):
        keywords.token_should_be_refused(FORGED, method="POST", path=RESET)


@pytest.mark.parametrize("genuine", [200, 403])
def test_an_operation_that_knows_the_genuine_token_does_not(
    api: Any, keywords: ManuelAPI, genuine: int
) -> None:
    api.answer = api_without_reset(genuine)
    with pytest.raises(AssertionError, match=r"^Expected status 401 for the forged token"):
        keywords.token_should_be_refused(FORGED, method="POST", path=RESET)


def test_an_operation_that_has_succeeded_exists(api: Any, keywords: ManuelAPI, notes: CauseNotes) -> None:
    notes.register.record_success("POST /health/circuit-breakers/{service}/reset")
    api.answer = api_without_reset(404)
    with pytest.raises(AssertionError, match=r"^Expected status 401 for the forged token"):
        keywords.token_should_be_refused(FORGED, method="POST", path=RESET)


MANUAL = "/api/manuals/5a2e7f4e-8a4c-4b0f-9f6e-0d6e8f9a1b2c"


def api_that_looks_before_it_checks(request: Request) -> Response:
    """Return the answer of an API that looks for a manual before it checks the token."""
    if request.path.endswith(MANUAL) or request.method == "DELETE":
        return refusal({"error": "There is no such manual", "error_type": "not_found"}, 404)
    return Response(json.dumps({"user_id": "reader"}), content_type="application/json")


def test_a_missing_resource_is_no_missing_operation(api: Any, keywords: ManuelAPI) -> None:
    api.answer = api_that_looks_before_it_checks
    with pytest.raises(AssertionError, match=r"^Expected status 401 for the forged token"):
        keywords.token_should_be_refused(FORGED, path=MANUAL)


def test_the_genuine_token_is_not_sent_with_what_was_forged(api: Any, keywords: ManuelAPI) -> None:
    api.answer = lambda request: (
        refusal({"detail": "Not Found"}, 404)
        if request.method == "DELETE"
        else Response(json.dumps({"user_id": "reader"}), content_type="application/json")
    )
    with pytest.raises(BlockedByCauseError, match=r"^blocked by DELETE /api/manuals/{id} 404\n"):
        keywords.token_should_be_refused(FORGED, method="DELETE", path=MANUAL)
    deleted = [request.path for request in api.requests if request.method == "DELETE"]
    assert [path.endswith(MANUAL) for path in deleted] == [True, False]
