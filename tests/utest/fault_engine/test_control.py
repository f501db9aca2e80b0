"""The control API over HTTP, LocalStack's included."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError

Control = Callable[..., tuple[int, Any]]
CHAOS_FAULT = {
    "service": "sqs",
    "region": "eu-west-1",
    "operation": "ListQueues",
    "error": {"statusCode": 500, "code": "Broken"},
}
"""As LocalStack documents it."""


@pytest.fixture
def control(aws: Any) -> Control:
    """Return a function that sends a request to the control API and returns status and answer."""

    def send(method: str, resource: str, body: Any = None, owner: str | None = None) -> tuple[int, Any]:
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"X-Fault-Owner": owner} if owner else {}
        request = urllib.request.Request(f"{aws.url}/_faults/{resource}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    return send


def test_rules_are_activated_hit_and_end(aws: Any, control: Control) -> None:
    rule = {"name": "slow", "service": "sqs", "fault": "latency", "delay": 0.01}
    status, answer = control("POST", "rules", rule)
    assert (status, answer["rules"][0]["name"], answer["rules"][0]["hits"]) == (201, "slow", 0)

    aws.client("sqs").list_queues()
    status, answer = control("GET", "rules")
    assert (status, answer["rules"][0]["hits"], answer["rules"][0]["rule"]) == (200, 1, rule)

    status, answer = control("GET", "effects")
    (effect,) = answer["effects"]
    assert (effect["rule"], effect["service"], effect["operation"], effect["account_id"]) == (
        "slow",
        "sqs",
        "ListQueues",
        "123456789012",
    )
    assert effect["held_ms"] >= 10
    assert control("GET", f"effects?after={effect['number']}") == (200, {"effects": []})

    status, answer = control("DELETE", "rules?name=slow")
    assert (status, answer["rules"][0]["hits"], answer["rules"][0]["active"]) == (200, 1, False)
    assert control("GET", "rules") == (200, {"rules": []})


@pytest.mark.parametrize("wrapped", [True, False])
def test_several_rules_can_be_activated_at_once(control: Control, wrapped: bool) -> None:
    rules = [{"fault": "reset"}, {"fault": "hang"}]
    status, answer = control("POST", "rules", {"rules": rules} if wrapped else rules)

    assert (status, len(answer["rules"])) == (201, 2)
    assert [rule["name"] for rule in control("DELETE", "rules")[1]["rules"]] == [
        "reset on any AWS call",
        "hang on any AWS call",
    ]


@pytest.mark.parametrize(
    ("request_", "body", "status", "complaint"),
    [
        ("POST rules", {"fault": "resett"}, 400, "Did you mean reset"),
        ("POST rules", b"{", 400, "The body is not valid JSON"),
        ("POST rules", [], 400, "no rule"),
        ("DELETE rules?name=none", None, 400, "There is no rule 'none'."),
        ("GET effects?after=x", None, 400, "after is 'x'"),
        ("PUT rules", {}, 405, "rules takes GET, POST, DELETE."),
        ("GET rulez", None, 404, "There is no 'rulez'."),
        ("POST chaos/faults", {}, 400, "A chaos configuration must be a list of faults."),
        (
            "POST chaos/faults",
            [{"servise": "s3"}],
            400,
            "chaos fault 1: there is no option 'servise'. Did you mean service?",
        ),
        ("POST chaos/faults", [{"service": "s4"}], 400, "there is no AWS service 's4'."),
        ("POST chaos/effects", {"latency": -1}, 400, "latency is -1"),
    ],
)
def test_invalid_request_is_answered_with_its_reason(
    control: Control, request_: str, body: Any, status: int, complaint: str
) -> None:
    answered, answer = control(*request_.split(), body)

    assert answered == status
    assert complaint in answer["error"]


def test_fault_that_cannot_be_injected_here_is_not_implemented(control: Control) -> None:
    status, answer = control("POST", "rules", {"fault": "stale_read"})

    assert status == 501
    assert "only the AWS stand-in knows what its tables held before" in answer["error"]
    assert control("GET", "rules") == (200, {"rules": []})


class TestLocalStackChaos:
    def test_fault_as_localstack_documents_it(self, aws: Any, control: Control) -> None:
        assert control("POST", "chaos/faults", [CHAOS_FAULT]) == (200, [CHAOS_FAULT])
        once = {"total_max_attempts": 1, "mode": "standard"}
        with pytest.raises(ClientError) as raised:
            aws.client("sqs", retries=once).list_queues()
        assert raised.value.response["Error"]["Code"] == "Broken"
        assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500

        aws.client("sqs").create_queue(QueueName="chaos")
        assert control("POST", "chaos/faults", []) == (200, [])
        aws.client("sqs").delete_queue(QueueUrl=f"{aws.url}/123456789012/chaos")

    def test_empty_fault_makes_every_call_fail(self, aws: Any, control: Control) -> None:
        control("POST", "chaos/faults", [{}])
        once = {"total_max_attempts": 1, "mode": "standard"}
        with pytest.raises(ClientError, match="ServiceUnavailable") as raised:
            aws.client("s3", retries=once).list_buckets()
        assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 503

    def test_faults_can_be_added_and_removed_one_by_one(self, control: Control) -> None:
        other = {"service": "s3"}
        control("POST", "chaos/faults", [CHAOS_FAULT])

        assert control("PATCH", "chaos/faults", [other]) == (200, [CHAOS_FAULT, other])
        assert control("DELETE", "chaos/faults", [CHAOS_FAULT]) == (200, [other])
        assert control("GET", "chaos/faults") == (200, [other])

    def test_other_rules_are_left_alone(self, control: Control) -> None:
        control("POST", "rules", {"name": "own", "service": "sns", "fault": "reset"})
        control("POST", "chaos/faults", [CHAOS_FAULT])
        control("POST", "chaos/faults", [])

        assert [rule["name"] for rule in control("GET", "rules")[1]["rules"]] == ["own"]

    def test_chaos_faults_end_with_all_rules(self, control: Control) -> None:
        control("POST", "chaos/faults", [CHAOS_FAULT])
        control("DELETE", "rules")

        assert control("GET", "chaos/faults") == (200, [])

    def test_latency_delays_every_call(self, aws: Any, control: Control, outcome_of: Any) -> None:
        assert control("GET", "chaos/effects") == (200, {"latency": 0})
        assert control("POST", "chaos/effects", {"latency": 300}) == (200, {"latency": 300})
        assert outcome_of(aws.client("sqs").list_queues).seconds >= 0.3
        assert control("POST", "chaos/effects", {"latency": 0}) == (200, {"latency": 0})
        assert control("GET", "rules") == (200, {"rules": []})


def names(answer: tuple[int, Any]) -> list[str]:
    status, content = answer
    assert status == 200
    return [rule["name"] for rule in content["rules"]]


class TestOwners:
    """Rules end with their owner's epoch. Owners are fresh, since an engine never forgets who has ended."""

    @pytest.fixture
    def owner(self) -> str:
        return f"worker-{uuid4().hex}"

    def test_end_of_an_epoch_ends_its_rules_and_those_of_nobody(self, control: Control, owner: str) -> None:
        for whose in (f"{owner}/1", f"{owner}/2", f"{owner}-2/1", None):
            control("POST", "rules", {"fault": "hang", "name": whose or "nobody's"}, whose)

        ended = names(control("DELETE", "rules", owner=f"{owner}/1"))
        assert ended == [f"{owner}/1", "nobody's"]
        assert names(control("GET", "rules")) == [f"{owner}/2", f"{owner}-2/1"]

    def test_rule_that_arrives_after_the_end_of_its_epoch_is_refused(
        self, control: Control, owner: str
    ) -> None:
        rule = {"service": "sqs", "fault": "hang", "name": "late"}
        control("DELETE", "rules", owner=f"{owner}/1")
        for resource, body in (
            ("rules", rule),
            ("chaos/faults", [CHAOS_FAULT]),
            ("chaos/effects", {"latency": 5}),
        ):
            status, answer = control("POST", resource, body, f"{owner}/1")
            assert (status, answer["error"]) == (
                400,
                f"The rules of {owner}/1 have ended: this request came after its test or its worker.",
            )
        assert names(control("GET", "rules")) == []
        assert control("POST", "rules", rule, f"{owner}/2")[0] == 201

    def test_worker_that_has_gone_activates_nothing_any_more(
        self, aws: Any, control: Control, owner: str
    ) -> None:
        control("POST", "rules", {"fault": "hang", "name": "left"}, f"{owner}/5")

        assert [report["name"] for report in aws.engine.end_worker(owner)] == ["left"]
        assert control("POST", "rules", {"fault": "hang"}, f"{owner}/6")[0] == 400

    def test_worker_does_not_see_rules_and_effects_of_another(
        self, aws: Any, control: Control, owner: str
    ) -> None:
        mine, other = f"{owner}/1", f"{owner}-2/1"
        rule = {"name": "slow", "service": "sqs", "fault": "latency", "delay": 0}
        assert [control("POST", "rules", rule, whose)[0] for whose in (mine, other)] == [201, 201]
        control("DELETE", "rules?name=slow", owner=other)
        aws.client("sqs").list_queues()

        assert names(control("GET", "rules", owner=mine)) == ["slow"]
        assert names(control("GET", "rules", owner=other)) == []
        assert [effect["owner"] for effect in control("GET", "effects", owner=mine)[1]["effects"]] == [mine]
        assert control("GET", "effects", owner=other) == (200, {"effects": []})
        assert control("DELETE", "rules?name=slow", owner=other)[0] == 400

    def test_chaos_configuration_belongs_to_its_owner(self, control: Control, owner: str) -> None:
        mine, other = f"{owner}/1", f"{owner}-2/1"
        control("POST", "chaos/faults", [CHAOS_FAULT], mine)
        control("POST", "chaos/effects", {"latency": 1}, mine)
        control("POST", "chaos/faults", [{"service": "s3"}], other)

        assert control("GET", "chaos/faults", owner=mine) == (200, [CHAOS_FAULT])
        assert control("GET", "chaos/faults", owner=other) == (200, [{"service": "s3"}])
        assert control("GET", "chaos/effects", owner=mine) == (200, {"latency": 1})
        assert control("GET", "chaos/effects", owner=other) == (200, {"latency": 0})
        control("DELETE", "rules", owner=mine)
        assert control("GET", "chaos/faults", owner=mine) == (200, [])
        assert control("GET", "chaos/faults", owner=other) == (200, [{"service": "s3"}])

    @pytest.mark.parametrize(
        "header", ["worker", "worker/", "worker/x", "a b/1", "worker/1/2", "w" * 81 + "/1"]
    )
    def test_malformed_owner_is_refused(self, control: Control, header: str) -> None:
        status, answer = control("GET", "rules", owner=header)

        assert status == 400
        assert answer["error"].startswith("X-Fault-Owner must be <worker>/<epoch>")

    def test_rule_cannot_name_an_owner(self, control: Control) -> None:
        status, answer = control("POST", "rules", {"fault": "hang", "owner": "me/1"})

        assert status == 400
        assert "no option 'owner'" in answer["error"]
