"""Bedrock's models answer as AWS documents it; `behaviours/bedrock_cases.py` has the cases."""

import json
from functools import partial
from typing import Any

import pytest
from behaviours import Case
from behaviours.bedrock_cases import CASES
from behaviours.comparing import filled, require_error, require_members

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


@pytest.fixture
def clients(aws: Any) -> Any:
    return [aws.client(service, parameter_validation=False) for service in ("bedrock-runtime", "bedrock")]


def test_cases_have_names_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 110


def test_an_empty_object_is_not_anything() -> None:
    require_members({"usage": {"inputTokens": 1}, "trace": {}}, {"usage": {"inputTokens": 1}, "trace": {}})
    with pytest.raises(AssertionError):
        require_members({"usage": {"inputTokens": 1}}, {"usage": {}})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bedrock_answers_as_on_aws(clients: list[Any], case: Case) -> None:
    runtime, control = clients
    operation = getattr(runtime if hasattr(runtime, case.operation) else control, case.operation)
    needs_guardrail = "{guardrail}" in json.dumps([case.parameters, case.answer])
    names = {"guardrail": guardrail(control)} if needs_guardrail else {}
    parameters = filled(dict(case.parameters), names)
    if "body" in parameters and not isinstance(parameters["body"], str):
        parameters["body"] = json.dumps(parameters["body"])
    if isinstance(case.answer, tuple):
        require_error(case.answer, partial(operation, **parameters))
    else:
        require_members(read(operation(**parameters)), filled(case.answer, names))


def guardrail(control: Any) -> str:
    """Make the guardrail, with a version, and return its id."""
    identity = str(control.create_guardrail(**GUARDRAIL)["guardrailId"])
    assert control.create_guardrail_version(guardrailIdentifier=identity)["version"] == "1"
    return identity


def read(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer with its body or stream read."""
    if "stream" in answer:
        return {**answer, "stream": list(answer["stream"])}
    if "body" not in answer:
        return answer
    if answer["ResponseMetadata"]["HTTPHeaders"]["content-type"] == "application/json":
        return {**answer, "body": json.load(answer["body"])}
    return {"stream": [json.loads(event["chunk"]["bytes"]) for event in answer["body"]]}
