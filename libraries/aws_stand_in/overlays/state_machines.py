"""`stepfunctions`: state machines of moto, whose definitions are checked, and which do not run.

Not imitated: executions (501), since nothing here runs states; so there are none to be described, stopped or listed by map.
Everything else is moto's.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError

SERVICE = "stepfunctions"
_OF_EXECUTIONS = (
    "DescribeExecution", "DescribeMapRun", "DescribeStateMachineForExecution", "GetExecutionHistory", "ListMapRuns",
    "SendTaskFailure", "SendTaskHeartbeat", "SendTaskSuccess", "StartExecution", "StartSyncExecution", "StopExecution",
    "UpdateMapRun",
)  # fmt: skip
_TYPES = ("Choice", "Fail", "Map", "Parallel", "Pass", "Succeed", "Task", "Wait")


class StateMachinesOverlay(Overlay):
    """Refuses executions, which moto keeps as running for ever, and definitions that are none."""

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {
            **{(SERVICE, name): _refuse for name in _OF_EXECUTIONS},
            (SERVICE, "CreateStateMachine"): _keep,
            (SERVICE, "UpdateStateMachine"): _keep,
        }


def _refuse(request: AwsRequest) -> AwsResponse:
    raise NotImitatedError(request.name, "State machines do not run here.")


def _keep(request: AwsRequest) -> AwsResponse:
    definition = request.parameters.get("definition")
    if definition is not None and (complaint := next(_complaints(definition), None)):
        raise AwsError("InvalidDefinition", f"Invalid State Machine Definition: '{complaint}'")
    return request.pass_on()


def _complaints(definition: str) -> Iterator[str]:
    """Yield what is wrong with the outline of a definition (Amazon States Language, "State Machine Structure")."""
    try:
        machine = json.loads(definition)
    except (ValueError, RecursionError):
        yield "INVALID_JSON_DESCRIPTION: The definition is not JSON at /"
        return
    if not isinstance(machine, dict):
        yield "SCHEMA_VALIDATION_FAILED: The definition is not an object at /"
        return
    states = machine.get("States")
    if not isinstance(states, dict) or not states:
        yield "SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /"
        return
    if not isinstance(machine.get("StartAt"), str):
        yield "SCHEMA_VALIDATION_FAILED: These fields are required: [StartAt] at /"
    elif machine["StartAt"] not in states:
        yield "MISSING_TRANSITION_TARGET: Missing 'Next' target: " + machine["StartAt"] + " at /StartAt"
    yield from _complaints_about_states(states)


def _complaints_about_states(states: Mapping[str, Any]) -> Iterator[str]:
    for name, state in states.items():
        kind = state.get("Type") if isinstance(state, dict) else None
        if kind not in _TYPES:
            yield f"SCHEMA_VALIDATION_FAILED: Value is not one of {', '.join(_TYPES)} at /States/{name}/Type"
        elif not isinstance(target := state.get("Next", ""), str):
            yield f"SCHEMA_VALIDATION_FAILED: Expected value of type String at /States/{name}/Next"
        elif "Next" in state and target not in states:
            yield f"MISSING_TRANSITION_TARGET: Missing 'Next' target: {target} at /States/{name}/Next"
