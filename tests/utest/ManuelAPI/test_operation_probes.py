"""The probes of the operations: what is sent, what shows that an operation is missing, and what comes of it."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from werkzeug.wrappers import Request, Response

from cause_register import CauseKind
from ManuelAPI import listener, operation_probes
from ManuelAPI.client import ApiClient
from ManuelAPI.listener import ProbesBeforeTheTests
from ManuelAPI.operation_probes import UNKNOWN, describe_probe, probe_of, probe_operations
from ManuelAPI.valid_requests import every_operation
from ManuelAuth import needed_sign_in
from ManuelEnvironment.causes import CauseNotes

CAUSES = Path(__file__).parents[3] / "docs" / "causes.md"
TABLE = "<!-- probes -->", "<!-- end of probes -->"
NOT_FOUND_IN_FORM = {"error": "No such thing", "error_type": "not_found", "timestamp": 1, "request_id": "r"}


@pytest.fixture(autouse=True)
def use_notes(notes: CauseNotes, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (listener, operation_probes, needed_sign_in):
        monkeypatch.setattr(module, "cause_notes", lambda: notes)


def reasons(notes: CauseNotes, kind: CauseKind = CauseKind.UNUSABLE) -> list[str]:
    return [known.cause.reason for known in notes.register.causes(kind)]


def test_the_probes_are_those_that_the_documentation_lists() -> None:
    table = CAUSES.read_text(encoding="utf-8").partition(TABLE[0])[2].partition(TABLE[1])[0]
    rows = [f"| `{operation}` | {describe_probe(operation)} |" for operation in every_operation()]
    assert table.strip().splitlines()[2:] == rows


READING = [each for each in every_operation() if each.method == "GET"]
WITH_A_BODY = [each for each in every_operation() if each.example_body is not None]
WITHOUT_A_BODY = [each for each in every_operation() if each not in (*READING, *WITH_A_BODY)]


@pytest.mark.parametrize("operation", WITH_A_BODY, ids=str)
@pytest.mark.usefixtures("environment")
def test_a_probe_of_an_operation_that_takes_a_body_has_an_empty_object(operation: Any) -> None:
    assert probe_of(operation).body == "{}"


@pytest.mark.parametrize("operation", WITHOUT_A_BODY, ids=str)
@pytest.mark.usefixtures("environment")
def test_a_probe_of_an_operation_that_changes_something_has_an_unknown_id(operation: Any) -> None:
    probe = probe_of(operation)
    assert UNKNOWN in probe.path
    assert probe.body is None


@pytest.mark.parametrize("operation", READING, ids=str)
@pytest.mark.usefixtures("environment")
def test_a_probe_of_an_operation_that_reads_has_no_body(operation: Any) -> None:
    probe = probe_of(operation)
    assert (probe.method, probe.body) == ("GET", None)


@pytest.mark.usefixtures("environment")
def test_an_api_that_refuses_each_probe_in_the_contracts_form_has_all_operations(
    api: Any, notes: CauseNotes
) -> None:
    def answer(request: Request) -> Any:
        if UNKNOWN in request.path:
            return api.json(NOT_FOUND_IN_FORM, 404)
        return api.json({}, 200 if request.method == "GET" else 400)

    api.answer = answer
    probe_operations(ApiClient(), every_operation())
    assert len(api.requests) == len(every_operation())
    assert reasons(notes) == []


@pytest.mark.parametrize(
    ("operation", "answer", "got"),
    [
        ("POST /api/manuals/upload", lambda api: api.json({}, 405), "405"),
        ("DELETE /api/manuals/{id}", lambda api: api.json({}, 405), "405"),
        ("POST /api/query", lambda api: api.json({}, 501), "501"),
        ("GET /version", lambda api: api.json(NOT_FOUND_IN_FORM, 404), "404 not_found"),
        ("GET /health", lambda api: api.json({"message": "Missing Authentication Token"}, 403), "403"),
        (
            "GET /api/manuals/{id}",
            lambda _: Response("<pre>Cannot GET</pre>", 404, content_type="text/html; charset=utf-8"),
            "404",
        ),
    ],
)
@pytest.mark.usefixtures("environment")
def test_a_missing_operation_is_the_cause_that_a_test_would_meet(
    api: Any, notes: CauseNotes, operation: str, answer: Any, got: str
) -> None:
    (probed,) = (each for each in every_operation() if str(each) == operation)
    api.answer = lambda _: answer(api)
    probe_operations(ApiClient(), [probed])
    assert reasons(notes) == [f"{operation} {got}"]
    known = notes.register.find_unusable(operation)
    assert known is not None
    assert known.title.startswith(f"{operation}: expected 20")


@pytest.mark.usefixtures("environment")
def test_an_unknown_breaker_that_an_ordinary_user_may_not_reset_is_no_missing_operation(
    api: Any, notes: CauseNotes
) -> None:
    api.answer_json({"error": "Admins only", "error_type": "forbidden"}, 403)
    probe_operations(ApiClient(), every_operation())
    assert reasons(notes) == []


def test_without_a_response_nothing_more_is_sent(api: Any, use_environment: Any, notes: CauseNotes) -> None:
    use_environment(api_base_url="http://127.0.0.1:1", max_retries=0)
    probe_operations(ApiClient(), every_operation())
    assert (api.requests, reasons(notes)) == ([], [])


def test_a_missing_password_is_one_cause_and_the_probes_are_sent_without_a_token(
    api: Any, use_environment: Any, notes: CauseNotes
) -> None:
    use_environment(api_base_url=api.url, test_user_email="reader@example.com")
    probe_operations(ApiClient(), every_operation())
    assert reasons(notes, CauseKind.ENVIRONMENT) == [
        "environment dev: the test user's password is missing: set MANUEL_TEST_PASSWORD"
    ]
    (known,) = notes.register.causes(CauseKind.ENVIRONMENT)
    assert notes.register.sightings(known.cause).tests == ["the probes before the first test"]
    assert len(api.requests) == len(every_operation())
    assert all("Authorization" not in request.headers for request in api.requests)


@pytest.fixture
def probed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    """Whether the API is probed once when a run with so many tests begins."""

    def begin_run(tests: int, *, under_pabot: bool = False) -> bool:
        times: list[object] = []
        monkeypatch.setattr(listener, "is_under_pabot", lambda: under_pabot)
        monkeypatch.setattr(listener, "probe_operations", lambda _, operations: times.append(operations))
        suite: Any = SimpleNamespace(parent=SimpleNamespace(parent=None, test_count=tests), test_count=1)
        for _ in range(2):
            ProbesBeforeTheTests().start_suite(suite, suite)
        return len(times) == 1

    return begin_run


@pytest.mark.usefixtures("environment")
def test_a_large_run_is_probed_for_once(probed: Callable[..., bool]) -> None:
    assert probed(500)
    assert not probed(500)


@pytest.mark.usefixtures("environment")
def test_a_few_tests_are_probed_for_under_pabot_alone(probed: Callable[..., bool]) -> None:
    assert not probed(3)
    assert probed(3, under_pabot=True)


def test_the_backend_of_local_is_not_probed(use_environment: Any, probed: Callable[..., bool]) -> None:
    use_environment(environment="local")
    assert not probed(500)
    use_environment(api_base_url="http://127.0.0.1:1")
    assert probed(500)
