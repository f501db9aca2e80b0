"""Failures of dependencies: retries, time limits, circuit breakers, dead letters, notifications."""

import json
import math
import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from support.reference_backend import IMPATIENT, Backend, Cloud, User, dead_letter_bodies, dead_letters
from support.waiting import wait_until

MODEL = {"service": "bedrock-runtime", "operation": "InvokeModel"}
RETRIEVAL = {"service": "bedrock-agent-runtime", "operation": "Retrieve"}
THROTTLED = {"fault": "error", "code": "ThrottlingException"}
INVALID = {"fault": "error", "code": "ValidationException"}


def ask_something_new(user: User) -> Any:
    return user.ask(f"What is {time.monotonic_ns()}?")


def test_a_model_that_is_throttled_twice_is_called_a_third_time(backend: Backend, user: User) -> None:
    backend.cloud.engine.add({**MODEL, **THROTTLED, "times": 2})
    answer = ask_something_new(user)
    assert answer.status_code == 200
    calls = backend.aws_calls(answer, "InvokeModel")
    assert [call.attempt for call in calls] == [1, 2, 3]
    assert len({call.invocation_id for call in calls}) == 1
    assert user.used_today() == 1


@pytest.mark.parametrize(
    "rule",
    [
        {**MODEL, "fault": "error", "code": "InternalServerException"},
        {**MODEL, "fault": "error", "code": "ModelNotReadyException"},
        {**MODEL, "fault": "error", "code": "ModelErrorException"},
        {**MODEL, "fault": "error", "code": "ModelTimeoutException"},
        {**MODEL, "fault": "reset"},
        {**MODEL, "fault": "truncated"},
        {**MODEL, "fault": "malformed"},
        {**RETRIEVAL, **THROTTLED},
        {**RETRIEVAL, "fault": "truncated"},
        {**RETRIEVAL, "fault": "malformed"},
        {**RETRIEVAL, "fault": "reset"},
        {"service": "dynamodb", "operation": "UpdateItem", "fault": "reset"},
        {"service": "dynamodb", "operation": "GetItem", "fault": "truncated"},
        {"service": "dynamodb", "operation": "PutItem", "fault": "error", "code": "InternalServerError"},
    ],
    ids=lambda rule: f"{rule['operation']}-{rule.get('code', rule['fault'])}",
)
def test_transient_failures_are_retried(backend: Backend, user: User, rule: dict[str, Any]) -> None:
    user.upload_and_wait("thermostat.pdf")
    backend.cloud.engine.add({**rule, "times": 1})
    answer = user.ask("How do I set holiday mode?")
    assert answer.status_code == 200
    assert answer.json()["sources"] != []
    assert user.used_today() == 1


@pytest.mark.parametrize(
    ("rule", "status", "attempts"),
    [
        ({**MODEL, **THROTTLED}, 503, 3),
        ({**MODEL, "fault": "error", "code": "ModelNotReadyException"}, 503, 3),
        ({**MODEL, "fault": "error", "code": "ModelTimeoutException"}, 504, 3),
        ({**MODEL, **INVALID}, 503, 1),
        ({**MODEL, "fault": "error", "code": "AccessDeniedException"}, 503, 1),
        ({**MODEL, "fault": "malformed"}, 503, 3),
        ({**MODEL, "fault": "truncated"}, 503, 3),
        ({**RETRIEVAL, "fault": "malformed"}, 503, 3),
        ({**RETRIEVAL, "fault": "error", "code": "ResourceNotFoundException"}, 503, 1),
    ],
    ids=lambda value: value.get("code", value["fault"]) if isinstance(value, dict) else str(value),
)
def test_lasting_failures_are_errors_and_never_empty_answers(
    backend: Backend, user: User, rule: dict[str, Any], status: int, attempts: int
) -> None:
    backend.cloud.engine.add(rule)
    failed = ask_something_new(user)
    assert failed.status_code == status
    assert len(backend.aws_calls(failed, rule["operation"])) == attempts
    assert user.used_today() == 0
    backend.cloud.engine.clear()
    assert ask_something_new(user).status_code == 200


def test_an_empty_answer_of_the_model_is_an_error(backend: Backend, user: User) -> None:
    from aws_stand_in.scripts import AnswerScript

    answers = backend.cloud.server.stand_in.answers
    answers.add([AnswerScript(answer=" ", pattern="EMPTY-4711")], backend.cloud.account_id)
    assert user.ask("EMPTY-4711?").status_code == 503
    assert ask_something_new(user).status_code == 200


@pytest.mark.parametrize("service", ["bedrock-runtime", "bedrock-agent-runtime"])
def test_a_model_that_hangs_is_a_timeout_within_the_budget(
    start_backend: Callable[..., Backend], service: str
) -> None:
    backend = start_backend(**IMPATIENT)
    user = backend.user()
    user.ask()
    backend.cloud.engine.add({"service": service, "fault": "hang"})
    failed = ask_something_new(user)
    assert (failed.status_code, failed.json()["error_type"]) == (504, "dependency_timeout")
    first, *_, last = [call.started_at for call in backend.aws_calls(failed) if call.service == service]
    assert last - first < backend.settings.time_budget_seconds
    assert user.used_today() == 1


def test_a_transcription_that_never_ends_is_a_timeout(start_backend: Callable[..., Backend]) -> None:
    backend = start_backend(**IMPATIENT)
    user = backend.user()
    backend.cloud.engine.add({"service": "transcribe", "operation": "GetTranscriptionJob", "fault": "stuck"})
    failed = user.transcribe()
    assert failed.status_code == 504
    backend.cloud.engine.clear()
    assert user.used_today() == 0
    assert user.transcribe().status_code == 200


@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_lost_start_of_a_transcription_is_recovered(backend: Backend, user: User, phase: str) -> None:
    rule = {"service": "transcribe", "operation": "StartTranscriptionJob", "fault": "reset", "times": 1}
    backend.cloud.engine.add(rule | {"phase": phase})
    assert user.transcribe().json()["transcription"] == "How do I descale it?"


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ({"service": "transcribe", "fault": "error", "code": "InternalFailureException"}, "transcribe"),
        ({"service": "s3", "operation": "PutObject", "fault": "error", "code": "AccessDenied"}, "transcribe"),
        (
            {"service": "dynamodb", "fault": "error", "code": "ProvisionedThroughputExceededException"},
            "usage",
        ),
    ],
    ids=lambda value: value["service"] if isinstance(value, dict) else value,
)
def test_any_dependency_that_fails_is_503_with_retry_after(
    backend: Backend, user: User, rule: dict[str, Any], path: str
) -> None:
    backend.cloud.engine.add(rule)
    failed = user.transcribe() if path == "transcribe" else user.get("/api/user/usage")
    assert failed.status_code == 503
    assert int(failed.headers["Retry-After"]) == failed.json()["retry_after"] >= 1


def test_a_failed_clean_up_does_not_change_the_response(backend: Backend, user: User) -> None:
    engine = backend.cloud.engine
    engine.add(
        {"service": "transcribe", "operation": "Delete*", "fault": "error", "code": "BadRequestException"}
    )
    engine.add({"service": "s3", "operation": "DeleteObject", "fault": "error", "code": "AccessDenied"})
    assert user.transcribe().status_code == 200


def test_a_failure_to_count_citations_does_not_change_the_response(backend: Backend, user: User) -> None:
    user.upload_and_wait("thermostat.pdf")
    rule = {"service": "dynamodb", "operation": "TransactWriteItems", "fault": "error"}
    backend.cloud.engine.add(rule | {"code": "AccessDeniedException"})
    assert user.ask("How do I set holiday mode?").status_code == 200
    assert backend.cloud.engine.rules[0]["hits"] == 1


@pytest.mark.parametrize(
    "lost", [{"fault": "reset", "phase": "after"}, {"fault": "truncated"}], ids=["reset", "truncated"]
)
def test_a_citation_whose_reply_is_lost_counts_once(
    backend: Backend, user: User, lost: dict[str, Any]
) -> None:
    manual_id = user.upload_and_wait("thermostat.pdf")
    rule = {"service": "dynamodb", "operation": "TransactWriteItems", "times": 1}
    backend.cloud.engine.add({**rule, **lost})
    assert user.ask("How do I set holiday mode?").json()["sources"] != []
    assert user.get(f"/api/manuals/{manual_id}").json()["query_count"] == 1
    assert backend.cloud.engine.rules[0]["hits"] == 1


def test_a_transcript_that_is_not_sent_is_read_again(backend: Backend, user: User) -> None:
    rule = {"service": "s3", "operation": "GetObject", "fault": "hang", "times": 1}
    backend.cloud.engine.add(rule)
    assert user.transcribe().status_code == 200
    assert backend.cloud.engine.rules[0]["hits"] == 1


def test_a_transcript_is_read_before_its_job_is_deleted(backend: Backend, user: User) -> None:
    calls = [entry.operation for entry in backend.aws_calls(user.transcribe())]
    assert calls.index("GetObject") < calls.index("DeleteTranscriptionJob")


def test_a_failure_to_send_metrics_does_not_change_the_response(backend: Backend, user: User) -> None:
    backend.cloud.engine.add({"service": "cloudwatch", "fault": "error", "code": "InternalServiceFault"})
    assert user.get("/api/user/quota").status_code == 200


def test_each_request_is_counted_in_cloudwatch(backend: Backend, user: User) -> None:
    answer = user.get("/api/user/quota")
    assert len(backend.aws_calls(answer, "PutMetricData")) == 1
    metrics = backend.cloud.client("cloudwatch").list_metrics(Namespace="Manuel/Application")["Metrics"]
    assert {"Requests", "ClientErrors", "ServerErrors", "Duration"} <= {one["MetricName"] for one in metrics}


class TestCircuitBreaker:
    """A dependency that fails five times in a row is not called for half a minute."""

    def fail(self, user: User, times: int) -> list[int]:
        return [ask_something_new(user).status_code for _ in range(times)]

    def state(self, user: User, service: str = "bedrock") -> dict[str, Any]:
        states = user.get("/health/circuit-breakers").json()["circuit_breakers"]
        return dict(states[service])

    def test_it_opens_half_opens_and_closes(self, backend: Backend, user: User) -> None:
        backend.cloud.engine.add({**MODEL, "fault": "error", "code": "InternalServerException"})
        assert self.fail(user, 4) == [503] * 4
        assert self.state(user)["state"] == "closed"
        assert self.fail(user, 1) == [503]
        assert self.state(user)["state"] == "open"
        refused = ask_something_new(user)
        assert refused.status_code == 503
        assert not [call for call in backend.aws_calls(refused) if call.service.startswith("bedrock")]
        assert 1 <= int(refused.headers["Retry-After"]) <= 30
        assert backend.call("GET", "/health").json()["status"] == "degraded"
        assert user.used_today() == 0

        backend.clock.ahead = 31
        assert self.state(user)["state"] == "half_open"
        assert self.fail(user, 1) == [503]
        assert self.state(user)["state"] == "open"

        backend.cloud.engine.clear()
        backend.clock.ahead = 62
        assert ask_something_new(user).status_code == 200
        assert self.state(user)["state"] == "half_open"
        assert ask_something_new(user).status_code == 200
        assert self.state(user)["state"] == "closed"
        assert backend.call("GET", "/health").json()["status"] == "healthy"

    def test_its_state_can_be_seen_and_changed_while_dynamodb_is_down(
        self, backend: Backend, user: User
    ) -> None:
        backend.cloud.engine.add({"service": "dynamodb", "fault": "error", "code": "InternalServerError"})
        assert [user.get("/api/user/quota").status_code for _ in range(6)] == [503] * 6
        assert self.state(user, "dynamodb")["state"] == "open"
        health = backend.call("GET", "/health")
        assert (health.status_code, health.json()["status"]) == (503, "unhealthy")
        assert health.json()["checks"] == {"configuration": "healthy", "circuit_breakers": "unhealthy"}
        assert backend.aws_calls(health) == []
        backend.close_breakers()
        assert self.state(user, "dynamodb")["state"] == "closed"

    def test_client_errors_do_not_open_it(self, backend: Backend, user: User) -> None:
        backend.cloud.engine.add({**MODEL, **INVALID})
        assert self.fail(user, 8) == [503] * 8
        assert self.state(user)["state"] == "closed"

    def test_bad_requests_do_not_open_it(self, backend: Backend, user: User) -> None:
        assert [user.post("/api/query", {"question": 1}).status_code for _ in range(8)] == [400] * 8
        assert self.state(user)["state"] == "closed"

    def test_an_open_breaker_does_not_affect_other_dependencies(self, backend: Backend, user: User) -> None:
        backend.cloud.engine.add({**RETRIEVAL, "fault": "error", "code": "InternalServerException"})
        self.fail(user, 5)
        states = user.get("/health/circuit-breakers").json()["circuit_breakers"]
        assert {name: one["state"] for name, one in states.items()} == {
            "bedrock": "open",
            "dynamodb": "closed",
            "s3": "closed",
            "transcribe": "closed",
        }
        assert user.transcribe().status_code == 200

    def test_only_an_administrator_closes_it(self, backend: Backend, user: User) -> None:
        backend.cloud.engine.add({**MODEL, "fault": "error", "code": "InternalServerException"})
        self.fail(user, 5)
        backend.cloud.engine.clear()
        path = "/health/circuit-breakers/bedrock/reset"
        assert backend.call("POST", path).status_code == 401
        assert user.post(path, None).status_code == 403
        for groups in (["Admin"], ["nonadmin"], ["admin2", "x,admin"]):
            assert backend.user(groups=groups).post(path, None).status_code == 403
        assert ask_something_new(user).status_code == 503
        closed = backend.user(groups=["users", "admin"]).post(path, None)
        assert (closed.json()["previous_state"], closed.json()["state"]) == ("open", "closed")
        assert ask_something_new(user).status_code == 200

    def test_other_services_have_no_breaker(self, backend: Backend) -> None:
        admin = backend.user(groups=["admin"])
        assert admin.post("/health/circuit-breakers/sqs/reset", None).status_code == 404

    def test_its_limits_are_configurable(self, start_backend: Callable[..., Backend]) -> None:
        backend = start_backend(BREAKER_FAILURES="2", BREAKER_RESET_SECONDS="7")
        user = backend.user()
        backend.cloud.engine.add({**MODEL, "fault": "error", "code": "InternalServerException"})
        self.fail(user, 2)
        assert self.state(user)["state"] == "open"
        backend.clock.ahead = 8
        assert self.state(user)["state"] == "half_open"


VISIBLE_AGAIN_SECONDS = 45
"""A message that was received while the table was down is received again 30 seconds later."""


class TestErrorTracking:
    """A final failure goes to the dead-letter queue, to the error-tracking table and to the operators."""

    def test_a_failure_is_reported(self, backend: Backend, user: User) -> None:
        backend.cloud.engine.add({**MODEL, "fault": "error", "code": "InternalServerException"})
        failed = ask_something_new(user)
        request_id = failed.json()["request_id"]
        (message,) = dead_letters(backend.cloud, request_id)
        assert message["user_id"] == user.user_id
        assert (message["service"], message["operation"]) == ("bedrock", "InvokeModel")
        assert message["exception"]["type"] == "InternalServerException"
        assert abs(message["timestamp"] - time.time()) < 60
        (row,) = error_rows(backend.cloud, request_id)
        assert (row["severity"], row["service"]) == ("high", "bedrock")
        assert len(row["error_hash"]) == 32
        assert len(backend.aws_calls(failed, "Publish")) == 1

    def test_a_prevented_call_is_not_reported(self, backend: Backend, user: User) -> None:
        backend.cloud.engine.add({**MODEL, "fault": "error", "code": "InternalServerException"})
        for _ in range(5):
            ask_something_new(user)
        refused = ask_something_new(user)
        assert refused.status_code == 503
        assert backend.aws_calls(refused, "SendMessage") == []

    def test_a_failure_that_a_retry_resolves_is_not_reported(self, backend: Backend, user: User) -> None:
        backend.cloud.engine.add({**MODEL, **THROTTLED, "times": 1})
        assert backend.aws_calls(ask_something_new(user), "SendMessage") == []

    def test_a_record_that_can_not_be_saved_at_once_is_saved_later(
        self, backend: Backend, user: User
    ) -> None:
        put = {
            "service": "dynamodb",
            "operation": "PutItem",
            "fault": "error",
            "code": "AccessDeniedException",
        }
        backend.cloud.engine.add({**MODEL, "fault": "error", "code": "InternalServerException"})
        backend.cloud.engine.add({**put, "times": 1})
        request_id = ask_something_new(user).json()["request_id"]
        wait_until(lambda: len(error_rows(backend.cloud, request_id)) == 1)
        assert len(dead_letters(backend.cloud, request_id)) == 1

    def test_operators_are_notified_once_even_while_the_table_is_down(
        self, start_backend: Callable[..., Backend]
    ) -> None:
        backend = start_backend()
        user = backend.user()
        backend.cloud.engine.add({"service": "dynamodb", "fault": "error", "code": "InternalServerError"})
        failed = user.get("/api/user/usage")
        assert failed.status_code == 503
        assert [call.status for call in backend.aws_calls(failed, "Publish")] == [200]
        backend.cloud.engine.clear()
        backend.close_breakers()
        request_id = failed.json()["request_id"]
        wait_until(lambda: bool(error_rows(backend.cloud, request_id)), timeout=VISIBLE_AGAIN_SECONDS)
        (row,) = error_rows(backend.cloud, request_id)
        assert (row["severity"], "operators_notified" in row) == ("critical", False)
        assert publications(backend.cloud, request_id) == 1

    def test_a_failure_to_report_does_not_change_the_response(self, backend: Backend, user: User) -> None:
        backend.cloud.engine.add({**MODEL, "fault": "error", "code": "InternalServerException"})
        backend.cloud.engine.add(
            {"service": "sqs", "operation": "SendMessage", "fault": "error", "code": "OverLimit"}
        )
        backend.cloud.engine.add({"service": "sns", "fault": "error", "code": "InternalError"})
        assert ask_something_new(user).status_code == 503

    def test_a_crash_is_critical_and_reveals_nothing(
        self, backend: Backend, user: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from manuel_sandbox.domain.assistant import Assistant

        def crash(*_: Any) -> None:
            raise RuntimeError("secret-4711")

        monkeypatch.setattr(Assistant, "answer", crash)
        failed = requests.post(
            f"{backend.url}/api/query",
            json={"question": "What crashes?"},
            headers={"Authorization": f"Bearer {user.token}"},
            timeout=30,
        )
        assert (failed.status_code, failed.json()) == (502, {"message": "Internal server error"})
        (message,) = dead_letters(backend.cloud, failed.headers["x-amzn-RequestId"])
        assert (message["service"], message["severity"]) == ("backend", "critical")
        assert message["exception"] == {"type": "RuntimeError", "message": "secret-4711"}
        assert user.used_today() == 0


ENDLESS = {"timestamp": math.inf}
HALF = {"operation": "\ud800"}
"""Half a character."""


class TestErrorProcessor:
    """The error processor saves the records that come through the error queue."""

    def send(self, backend: Backend, body: str) -> None:
        backend.cloud.client("sqs").send_message(QueueUrl=backend.settings.error_queue_url, MessageBody=body)

    def message(self, request_id: str, **changes: Any) -> dict[str, Any]:
        return {
            "request_id": request_id,
            "user_id": None,
            "service": "cache",
            "operation": "get",
            "exception": {"type": "TimeoutError", "message": "too slow"},
            "timestamp": 1_763_800_000,
            **changes,
        }

    @pytest.mark.parametrize(
        ("changes", "severity"),
        [({}, "low"), ({"service": "s3"}, "high"), ({"severity": "critical"}, "critical")],
    )
    def test_a_message_is_saved(self, backend: Backend, changes: dict[str, Any], severity: str) -> None:
        request_id = f"request-{time.monotonic_ns()}"
        self.send(backend, json.dumps(self.message(request_id, **changes)))
        wait_until(lambda: bool(error_rows(backend.cloud, request_id)))
        (row,) = error_rows(backend.cloud, request_id)
        assert row["severity"] == severity

    def test_a_message_that_is_delivered_twice_is_one_row(self, backend: Backend) -> None:
        request_id = f"request-{time.monotonic_ns()}"
        for _ in range(2):
            self.send(backend, json.dumps(self.message(request_id, service="s3")))
        wait_until(lambda: publications(backend.cloud, request_id) == 2)
        assert len(error_rows(backend.cloud, request_id)) == 1

    def test_a_message_that_can_not_be_published_does_not_affect_others(self, backend: Backend) -> None:
        quiet, loud = (f"{kind}-{time.monotonic_ns()}" for kind in ("quiet", "loud"))
        sqs = backend.cloud.client("sqs")
        url = backend.settings.error_queue_url
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "0"})
        rule = {"service": "sns", "operation": "Publish", "fault": "error", "code": "InvalidParameter"}
        backend.cloud.engine.add(rule | {"times": 1})
        self.send(backend, json.dumps(self.message(loud, severity="high")))
        self.send(backend, json.dumps(self.message(quiet)))
        wait_until(lambda: publications(backend.cloud, loud) == 1)
        wait_until(lambda: len(error_rows(backend.cloud, quiet)) == 1)
        assert len(error_rows(backend.cloud, loud)) == 1

    @pytest.mark.parametrize(
        "body",
        [
            "not JSON",
            "null",
            "[]",
            "{}",
            '{"request_id": 1}',
            "[" * 100_000,
            *({"severity": "terrible"}, ENDLESS, HALF),
        ],
    )
    def test_an_unreadable_message_goes_to_the_dead_letter_queue(
        self, backend: Backend, body: str | dict[str, Any]
    ) -> None:
        if isinstance(body, dict):
            body = json.dumps(self.message("x", **body))
        marked = f"{body}{' ' * 3}"
        sqs = backend.cloud.client("sqs")
        attributes = {"QueueUrl": backend.settings.error_queue_url, "Attributes": {"VisibilityTimeout": "0"}}
        sqs.set_queue_attributes(**attributes)
        self.send(backend, marked)
        wait_until(lambda: marked in dead_letter_bodies(backend.cloud))


def error_rows(cloud: Cloud, request_id: str) -> list[dict[str, Any]]:
    rows = cloud.table(cloud.resources.error_tracking_table).scan()["Items"]
    return [row for row in rows if row["request_id"] == request_id]


def publications(cloud: Cloud, request_id: str) -> int:
    """Return how often the failure of a request has been published."""
    sent = requests.get(
        f"{cloud.server.url}/_mockaws/publications",
        params={"topic": cloud.resources.error_topic_arn, "account_id": cloud.account_id},
        timeout=5,
    ).json()["publications"]
    return sum(request_id in one["message"] for one in sent)
