"""Versions and aliases of functions that run; all have the latest code and settings.

Source: AWS Lambda API reference, "PublishVersion", "ListVersionsByFunction", "CreateAlias", "GetAlias", "ListAliases",
"UpdateAlias" and "DeleteAlias"; AWS Lambda Developer Guide, "Manage Lambda function versions". The wording is that of AWS, as
LocalStack 4.14.0, services/lambda_/provider.py.
"""

import time
import uuid
from typing import Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsResponse, NotImitatedError
from aws_stand_in.overlays.functions.account_functions import AccountFunctions, find_named
from aws_stand_in.overlays.functions.descriptions import configuration_of
from aws_stand_in.overlays.functions.errors import refusal
from aws_stand_in.overlays.functions.pages import paged
from lambda_runtime.function import LATEST, FunctionDefinition

_CREATED, _NO_CONTENT = 201, 204


def publish_version(request: AwsRequest, functions: AccountFunctions) -> AwsResponse:
    """Give a function a version, unless nothing has changed since the last one."""
    function = find_named(request, functions)
    numbers = _numbers(function)
    published_at = functions.published_at.get(function.name, functions.registered_at)
    if not numbers or functions.changed_at.get(function.name, 0) > published_at:
        numbers.append(numbers[-1] + 1 if numbers else 1)
        functions.published_at[function.name] = time.time()
        functions.runtime.qualify(function.name, {str(one) for one in numbers}, function.aliases)
    answer = request.respond(_version(function, functions, str(numbers[-1])))
    answer.status = _CREATED
    return answer


def list_versions_by_function(request: AwsRequest, functions: AccountFunctions) -> dict[str, Any]:
    """Describe the versions of a function."""
    function = find_named(request, functions)
    versions = [LATEST, *map(str, _numbers(function))]
    described = [_version(function, functions, one) for one in versions]
    return paged(described, request.parameters, "Versions")


def create_alias(request: AwsRequest, functions: AccountFunctions) -> AwsResponse:
    """Name a version of a function."""
    function, name = find_named(request, functions), request.parameters["Name"]
    if name in function.aliases:
        arn = f"{functions.runtime.arn_of(function.name)}:{name}"
        raise refusal("ResourceConflictException", f"Alias already exists: {arn}", status=409)
    _point(request, functions, function, request.parameters["FunctionVersion"])
    answer = request.respond(_alias(functions, function.name, name))
    answer.status = _CREATED
    return answer


def get_alias(request: AwsRequest, functions: AccountFunctions) -> dict[str, Any]:
    """Describe an alias."""
    function = _find_with_alias(request, functions)
    return _alias(functions, function.name, request.parameters["Name"])


def list_aliases(request: AwsRequest, functions: AccountFunctions) -> dict[str, Any]:
    """Describe the aliases of a function, or those of one of its versions."""
    function, wanted = find_named(request, functions), request.parameters.get("FunctionVersion")
    names = [name for name, version in sorted(function.aliases.items()) if wanted in {None, version}]
    return paged([_alias(functions, function.name, name) for name in names], request.parameters, "Aliases")


def update_alias(request: AwsRequest, functions: AccountFunctions) -> dict[str, Any]:
    """Let an alias name another version."""
    function, name = _find_with_alias(request, functions), request.parameters["Name"]
    _point(request, functions, function, request.parameters.get("FunctionVersion", function.aliases[name]))
    return _alias(functions, function.name, name)


def delete_alias(request: AwsRequest, functions: AccountFunctions) -> AwsResponse:
    """Delete an alias; one that is not there is deleted."""
    function, gone = find_named(request, functions), request.parameters["Name"]
    aliases = {name: version for name, version in function.aliases.items() if name != gone}
    functions.runtime.qualify(function.name, set(map(str, _numbers(function))), aliases)
    functions.alias_descriptions.pop((function.name, gone), None)
    return AwsResponse(_NO_CONTENT)


def _point(
    request: AwsRequest, functions: AccountFunctions, function: FunctionDefinition, version: str
) -> None:
    given = request.parameters
    if given.get("RoutingConfig", {}).get("AdditionalVersionWeights"):
        raise NotImitatedError("weights of an alias for functions that run")
    if version != LATEST and int(version) not in _numbers(function):
        arn = f"{functions.runtime.arn_of(function.name)}:{version}"
        raise refusal("ResourceNotFoundException", f"Function not found: {arn}", status=404)
    aliases = {**function.aliases, given["Name"]: version}
    functions.runtime.qualify(function.name, set(map(str, _numbers(function))), aliases)
    if "Description" in given:
        functions.alias_descriptions[function.name, given["Name"]] = given["Description"]


def _find_with_alias(request: AwsRequest, functions: AccountFunctions) -> FunctionDefinition:
    """Return a function that has the alias that a request names."""
    function, name = find_named(request, functions), request.parameters["Name"]
    if name not in function.aliases:
        arn = f"{functions.runtime.arn_of(function.name)}:{name}"
        raise refusal("ResourceNotFoundException", f"Cannot find alias arn: {arn}", status=404)
    return function


def _numbers(function: FunctionDefinition) -> list[int]:
    """Return the numbers of a function's versions, in order."""
    return sorted(int(one) for one in function.qualifiers if one.isdigit())


def _version(function: FunctionDefinition, functions: AccountFunctions, version: str) -> dict[str, Any]:
    arn = f"{functions.runtime.arn_of(function.name)}:{version}"
    return {**configuration_of(function, functions), "FunctionArn": arn, "Version": version}


def _alias(functions: AccountFunctions, function_name: str, name: str) -> dict[str, Any]:
    arn = f"{functions.runtime.arn_of(function_name)}:{name}"
    version = functions.runtime.definitions[function_name].aliases[name]
    return {
        "AliasArn": arn,
        "Name": name,
        "FunctionVersion": version,
        "Description": functions.alias_descriptions.get((function_name, name), ""),
        "RevisionId": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{arn}={version}")),
    }
