"""Moto's stacks and change sets, found as CloudFormation finds them.

Source: AWS CloudFormation API reference, "DescribeStacks" and "DescribeChangeSet"; the wording is that of AWS.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from moto.cloudformation import models
from moto.core.exceptions import ServiceException
from werkzeug.exceptions import HTTPException

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError, MotoFailedError

IN_REVIEW = "REVIEW_IN_PROGRESS"
WITH_ID, IN_BRACKETS, IN_QUOTES = (
    "Stack with id {} does not exist",
    "Stack [{}] does not exist",
    "Stack '{}' does not exist",
)
"""How operations say that there is no stack."""


def invalid(message: str) -> AwsError:
    """Return a `ValidationError`."""
    return AwsError("ValidationError", message, status=HTTPStatus.BAD_REQUEST)


def backend_of(request: AwsRequest) -> Any:
    """Return moto's backend for a request."""
    return models.cloudformation_backends[request.account_id][request.region]


def active_stack(request: AwsRequest, name: str) -> Any:
    """Return the stack with a name or an id that has not been deleted; None if there is none."""
    stacks = backend_of(request).stacks
    return next((one for one in stacks.values() if name in (one.name, one.stack_id)), None)


def find_stack(request: AwsRequest, name: str, words: str = WITH_ID) -> Any:
    """Return the stack with a name, or with an id, also if it has been deleted.

    Args:
        request: The request.
        name: The name or the id.
        words: What is said if there is none.

    Raises:
        AwsError: There is none.
    """
    found = active_stack(request, name) or backend_of(request).deleted_stacks.get(name)
    if found is None:
        raise invalid(words.format(name))
    return found


def change_sets_of(request: AwsRequest, stack: Any) -> list[Any]:
    """Return the change sets of a stack, the oldest first."""
    return [one for one in backend_of(request).change_sets.values() if one.stack_id == stack.stack_id]


def find_change_set(request: AwsRequest) -> Any:
    """Return the change set that a request names by its ARN, or by its name and its stack's.

    Raises:
        AwsError: There is none, or the stack is not named.
    """
    given = request.parameters
    name = given["ChangeSetName"]
    if name.startswith("arn:"):
        found = backend_of(request).change_sets.get(name)
    else:
        if "StackName" not in given:
            raise invalid("StackName must be specified if ChangeSetName is not specified as an ARN.")
        stack = find_stack(request, given["StackName"], IN_BRACKETS)
        found = next((one for one in change_sets_of(request, stack) if one.change_set_name == name), None)
    if found is None:
        message = f"ChangeSet [{name}] does not exist"
        raise AwsError("ChangeSetNotFound", message, status=HTTPStatus.NOT_FOUND)
    return found


@contextmanager
def by_moto(request: AwsRequest) -> Iterator[None]:
    """Answer what moto refuses as moto says it, and what it fails at with 501."""
    try:
        yield
    except ServiceException as error:
        raise AwsError(error.code, error.message, status=HTTPStatus.BAD_REQUEST) from error
    except (AwsError, HTTPException):
        raise
    except Exception as error:
        raise MotoFailedError(request.name, error) from error
