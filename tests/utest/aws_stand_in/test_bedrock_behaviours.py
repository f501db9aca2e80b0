"""Bedrock's models answer as AWS documents it; `behaviours/bedrock_cases.py` has the cases."""

import json
from typing import Any

import pytest
from behaviours import Case
from behaviours.bedrock_cases import CASES
from botocore.exceptions import ClientError

GUARDRAIL: dict[str, Any] = {
    "name": "careful",
    "blockedInputMessaging": "Not asked.",
    "blockedOutputsMessaging": "Not answered.",
    "wordPolicyConfig": {"wordsConfig": [{"text": "forbidden"}]},
    "topicPolicyConfig": {
        "topicsConfig": [{"name": "Investment advice", "definition": "What to buy.", "type": "DENY"}]
    },
    "sensitiveInformationPolicyConfig": {"piiEntitiesConfig": [{"type": "EMAIL", "action": "ANONYMIZE"}]},
}
NEEDS_GUARDRAIL = "THE-GUARDRAIL"


@pytest.fixture
def clients(aws: Any) -> Any:
    return [aws.client(service, parameter_validation=False) for service in ("bedrock-runtime", "bedrock")]


def test_cases_have_names_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 110


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bedrock(clients: list[Any], case: Case) -> None:
    runtime, control = clients
    operation = getattr(runtime if hasattr(runtime, case.operation) else control, case.operation)
    identity = guardrail(control) if NEEDS_GUARDRAIL in json.dumps([case.parameters, case.answer]) else ""
    parameters = with_guardrail(case.parameters, identity)
    if "body" in parameters and not isinstance(parameters["body"], str):
        parameters["body"] = json.dumps(parameters["body"])
    if isinstance(case.answer, tuple):
        with pytest.raises(ClientError) as refused:
            operation(**parameters)
        error = refused.value.response["Error"]
        assert (error["Code"], error["Message"]) == case.answer
        return
    assert_holds(read(operation(**parameters)), with_guardrail(case.answer, identity))


def guardrail(control: Any) -> str:
    """Make the guardrail, with a version, and return its id."""
    identity = str(control.create_guardrail(**GUARDRAIL)["guardrailId"])
    assert control.create_guardrail_version(guardrailIdentifier=identity)["version"] == "1"
    return identity


def with_guardrail(value: Any, identity: str) -> Any:
    return json.loads(json.dumps(value).replace(NEEDS_GUARDRAIL, identity))


def read(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer with its body or stream read."""
    if "stream" in answer:
        return {**answer, "stream": list(answer["stream"])}
    if "body" not in answer:
        return answer
    if answer["ResponseMetadata"]["HTTPHeaders"]["content-type"] == "application/json":
        return {**answer, "body": json.load(answer["body"])}
    return {"stream": [json.loads(event["chunk"]["bytes"]) for event in answer["body"]]}


def assert_holds(got: Any, expected: Any) -> None:
    """Assert that an answer has what is expected, and lists that are as long as expected."""
    if isinstance(expected, dict):
        for name, value in expected.items():
            assert name in got, f"{name} is not in {got}"
            assert_holds(got[name], value)
    elif isinstance(expected, list):
        assert len(got) == len(expected), got
        for one, value in zip(got, expected, strict=True):
            assert_holds(one, value)
    else:
        assert got == expected
