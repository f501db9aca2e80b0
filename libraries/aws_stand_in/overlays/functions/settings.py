"""Settings of functions that run: how many invocations at a time, tags, and what `UpdateFunctionConfiguration` changes.

Source: AWS Lambda API reference, "PutFunctionConcurrency", "DeleteFunctionConcurrency", "UpdateFunctionConfiguration",
"TagResource", "UntagResource" and "ListTags"; AWS Lambda Developer Guide, "Configuring reserved concurrency for a function". The
wording is that of AWS.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsResponse, NotImitatedError
from aws_stand_in.overlays.functions.account_functions import AccountFunctions, find_named
from aws_stand_in.overlays.functions.descriptions import configuration_of
from aws_stand_in.overlays.functions.errors import refusal
from lambda_runtime.function import FunctionDefinition
from lambda_runtime.variables import RESERVED_VARIABLES

CONCURRENCY_OF_ACCOUNT, UNRESERVED = 1000, 100
_NO_CONTENT = 204
_CHANGED_BY: Mapping[str, str] = {
    "Handler": "handler", "MemorySize": "memory_megabytes", "Timeout": "timeout_seconds",
}  # fmt: skip
_CHANGEABLE = frozenset((*_CHANGED_BY, "DeadLetterConfig", "Environment", "FunctionName", "RevisionId"))


def put_function_concurrency(request: AwsRequest, functions: AccountFunctions) -> dict[str, Any]:
    """Reserve concurrency for a function, which is also its limit."""
    name, wanted = find_named(request, functions).name, request.parameters["ReservedConcurrentExecutions"]
    others = sum(
        one.reserved_concurrency or 0 for one in functions.runtime.definitions.values() if one.name != name
    )
    if others + wanted > CONCURRENCY_OF_ACCOUNT - UNRESERVED:
        raise refusal(
            "InvalidParameterValueException",
            "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below "
            f"its minimum value of [{UNRESERVED}].",
        )
    functions.runtime.reserve(name, wanted)
    return {"ReservedConcurrentExecutions": wanted}


def delete_function_concurrency(request: AwsRequest, functions: AccountFunctions) -> AwsResponse:
    """Reserve no concurrency for a function."""
    functions.runtime.reserve(find_named(request, functions).name, None)
    return AwsResponse(_NO_CONTENT)


def update_function_configuration(request: AwsRequest, functions: AccountFunctions) -> dict[str, Any]:
    """Change settings of a function; its next invocations are served by new processes."""
    given = request.parameters
    if unknown := sorted(given.keys() - _CHANGEABLE):
        raise NotImitatedError(
            f"{', '.join(unknown)} of UpdateFunctionConfiguration for a function that runs"
        )
    former = find_named(request, functions)
    _require_revision(given, configuration_of(former, functions)["RevisionId"])
    changes: dict[str, Any] = {_CHANGED_BY[name]: given[name] for name in _CHANGED_BY.keys() & given.keys()}
    if "Environment" in given:
        changes["environment"] = {**_logging(former), **_variables(given["Environment"])}
    if "DeadLetterConfig" in given:
        functions.dead_letter_targets[former.name] = given["DeadLetterConfig"].get("TargetArn", "")
    functions.runtime.define(replace(former, **changes))
    functions.changed_at[former.name] = time.time()
    return configuration_of(functions.runtime.definitions[former.name], functions)


def tag_resource(request: AwsRequest, functions: AccountFunctions) -> AwsResponse:
    """Tag a function."""
    name = _find_tagged(request, functions)
    functions.tags.setdefault(name, {}).update(request.parameters["Tags"])
    return AwsResponse(_NO_CONTENT)


def untag_resource(request: AwsRequest, functions: AccountFunctions) -> AwsResponse:
    """Remove tags of a function."""
    tags = functions.tags.get(_find_tagged(request, functions), {})
    for key in request.parameters["TagKeys"]:
        tags.pop(key, None)
    return AwsResponse(_NO_CONTENT)


def list_tags(request: AwsRequest, functions: AccountFunctions) -> dict[str, Any]:
    """Return the tags of a function."""
    return {"Tags": functions.tags.get(_find_tagged(request, functions), {})}


def _find_tagged(request: AwsRequest, functions: AccountFunctions) -> str:
    """Return the name of the function that has tags."""
    arn = request.parameters["Resource"]
    if ":function:" not in arn:
        raise NotImitatedError(f"tags of {arn}")
    if arn.partition(":function:")[2].count(":"):
        raise refusal(
            "InvalidParameterValueException",
            "Tags on function aliases and versions are not supported. Please specify a function ARN.",
        )
    return functions.find(arn).name


def _require_revision(given: Mapping[str, Any], present: str) -> None:
    if given.get("RevisionId") not in {None, present}:
        raise refusal(
            "PreconditionFailedException",
            "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve "
            "the latest Revision Id",
            status=412,
        )


def _variables(environment: Mapping[str, Any]) -> dict[str, str]:
    variables: dict[str, str] = environment.get("Variables") or {}
    if reserved := sorted(variables.keys() & RESERVED_VARIABLES):
        raise refusal(
            "InvalidParameterValueException",
            "Lambda was unable to configure your environment variables because the environment variables you have provided "
            "contains reserved keys that are currently not supported for modification. Reserved keys used in this request: "
            f"{', '.join(reserved)}",
        )
    return variables


def _logging(definition: FunctionDefinition) -> dict[str, str]:
    """Return the variables that come from `LoggingConfig`."""
    return {
        name: value for name, value in definition.environment.items() if name.startswith("AWS_LAMBDA_LOG_")
    }
