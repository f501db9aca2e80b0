"""The resource policies of functions, which are kept: who may invoke a function is not looked at.

Source: AWS Lambda API reference, "AddPermission", "GetPolicy" and "RemovePermission"; AWS Lambda Developer Guide, "Viewing
resource-based IAM policies in Lambda". The wording is that of AWS, as in LocalStack 4.14.0, services/lambda_.
"""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.functions.account_functions import AccountFunctions, qualified_name, qualifier_of
from aws_stand_in.overlays.functions.errors import refusal

Statement = dict[str, Any]

_CREATED, _NO_CONTENT = 201, 204
_CONDITIONS: Mapping[str, tuple[str, str]] = {
    "SourceArn": ("ArnLike", "AWS:SourceArn"),
    "SourceAccount": ("StringEquals", "AWS:SourceAccount"),
    "EventSourceToken": ("StringEquals", "lambda:EventSourceToken"),
    "FunctionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
    "InvokedViaFunctionUrl": ("Bool", "lambda:InvokedViaFunctionUrl"),
    "PrincipalOrgID": ("StringEquals", "aws:PrincipalOrgID"),
}
"""The operator and the key of the condition that a member of the request becomes."""


def add_permission(request: AwsRequest, functions: AccountFunctions) -> AwsResponse:
    """Add a statement to the policy of a function, or of a version or an alias."""
    given = request.parameters
    name = _qualify(request, functions)
    statements = functions.policies.setdefault(name, {})
    identity = given["StatementId"]
    if identity in statements:
        raise refusal(
            "ResourceConflictException",
            f"The statement id ({identity}) provided already exists. Please provide a new statement id, or remove the "
            "existing statement.",
            status=409,
        )
    statements[identity] = _statement(given, functions.runtime.arn_of(name))
    answer = request.respond({"Statement": json.dumps(statements[identity])})
    answer.status = _CREATED
    return answer


def get_policy(request: AwsRequest, functions: AccountFunctions) -> dict[str, Any]:
    """Return the policy of a function, or of a version or an alias."""
    statements = functions.policies.get(_qualify(request, functions))
    if not statements:
        raise refusal("ResourceNotFoundException", "The resource you requested does not exist.", status=404)
    policy = {"Version": "2012-10-17", "Id": "default", "Statement": list(statements.values())}
    text = json.dumps(policy)
    return {"Policy": text, "RevisionId": str(uuid.uuid5(uuid.NAMESPACE_URL, text))}


def remove_permission(request: AwsRequest, functions: AccountFunctions) -> AwsResponse:
    """Remove a statement from the policy of a function, or of a version or an alias."""
    identity = request.parameters["StatementId"]
    statements = functions.policies.get(_qualify(request, functions), {})
    if identity not in statements:
        raise refusal(
            "ResourceNotFoundException",
            f"Statement {identity} is not found in resource policy.",
            status=404,
        )
    del statements[identity]
    return AwsResponse(_NO_CONTENT)


def _qualify(request: AwsRequest, functions: AccountFunctions) -> str:
    """Return the name of a function that is there, with its version or alias."""
    given = request.parameters
    invoked = qualified_name(given["FunctionName"], given.get("Qualifier"))
    name = functions.find(invoked).name
    qualifier = qualifier_of(invoked)
    return f"{name}:{qualifier}" if qualifier else name


def _statement(given: Mapping[str, Any], arn: str) -> Statement:
    statement: Statement = {
        "Sid": given["StatementId"],
        "Effect": "Allow",
        "Principal": _principal(given["Principal"]),
        "Action": given["Action"],
        "Resource": arn,
    }
    conditions: dict[str, dict[str, Any]] = {}
    for name, (operator, key) in _CONDITIONS.items():
        if name in given:
            conditions.setdefault(operator, {})[key] = given[name]
    return {**statement, "Condition": conditions} if conditions else statement


def _principal(named: str) -> str | dict[str, str]:
    if named == "*":
        return named
    if named.startswith("arn:"):
        return {"AWS": named}
    return {"AWS": f"arn:aws:iam::{named}:root"} if named.isdigit() else {"Service": named}
