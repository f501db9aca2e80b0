"""State machines: their definitions are checked, and they do not run.

Source: AWS Step Functions API reference; Amazon States Language, "State Machine Structure".
"""

import json
from typing import Any

import pytest
from s3_requests import refusal

END = {"Type": "Succeed"}
RIGHT = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": END}}


@pytest.fixture
def machines(aws: Any) -> Any:
    return aws.client("stepfunctions")


def creation(aws: Any, definition: object) -> dict[str, Any]:
    text = definition if isinstance(definition, str) else json.dumps(definition)
    return {"name": "m", "definition": text, "roleArn": f"arn:aws:iam::{aws.account_id}:role/r"}


@pytest.mark.parametrize(
    "definition",
    [
        "{",
        "[]",
        {},
        {"StartAt": "A"},
        {"StartAt": "A", "States": {}},
        {"States": {"A": END}},
        {"StartAt": "B", "States": {"A": END}},
        {"StartAt": "A", "States": {"A": {}}},
        {"StartAt": "A", "States": {"A": {"Type": "Dream"}}},
        {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}},
        {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": ["A"]}}},
        {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": None}}},
    ],
)
def test_a_definition_has_states(aws: Any, machines: Any, definition: object) -> None:
    refused = refusal(machines.create_state_machine, **creation(aws, definition))
    assert refused["Code"] == "InvalidDefinition"
    assert machines.list_state_machines()["stateMachines"] == []
    arn = machines.create_state_machine(**creation(aws, RIGHT))["stateMachineArn"]
    text = creation(aws, definition)["definition"]
    refused = refusal(machines.update_state_machine, stateMachineArn=arn, definition=text)
    assert refused["Code"] == "InvalidDefinition"
    kept = machines.describe_state_machine(stateMachineArn=arn)["definition"]
    assert json.loads(kept) == RIGHT


def test_a_state_machine_does_not_run(aws: Any, machines: Any) -> None:
    arn = machines.create_state_machine(**creation(aws, RIGHT))["stateMachineArn"]
    refused = refusal(machines.start_execution, stateMachineArn=arn)
    assert refused["Code"] == "NotImplemented"
    assert (
        "does not imitate stepfunctions.StartExecution. State machines do not run here." in refused["Message"]
    )
    assert machines.list_executions(stateMachineArn=arn)["executions"] == []
    execution = arn.replace(":stateMachine:", ":execution:") + ":e"
    for operation in (machines.describe_execution, machines.get_execution_history, machines.stop_execution):
        assert refusal(operation, executionArn=execution)["Code"] == "NotImplemented"


def test_results_of_tasks_are_not_taken(machines: Any) -> None:
    assert refusal(machines.send_task_success, taskToken="t", output="{}")["Code"] == "NotImplemented"
    assert refusal(machines.send_task_heartbeat, taskToken="t")["Code"] == "NotImplemented"
