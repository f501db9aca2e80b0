"""The functions that run, by account and region."""

import time
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any, Protocol

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.functions.errors import not_found, refusal
from aws_stand_in.work_queue import WorkQueue
from lambda_runtime.function import FunctionDefinition, InvocationResult, UnknownFunctionError
from lambda_runtime.log_stream import LogStream


class FunctionRuntime(Protocol):
    """Functions that run (`lambda_runtime.functions.LambdaFunctions`)."""

    definitions: dict[str, FunctionDefinition]

    def invoke(
        self,
        function_name: str,
        payload: bytes,
        *,
        trace_id: str | None = None,
        client_context: str | None = None,
        request_id: str | None = None,
    ) -> InvocationResult:
        """Invoke a function and wait for its result."""

    def name_of(self, function_name: str) -> str:
        """Return the name of a function that is given by its name or its ARN."""

    def arn_of(self, name: str) -> str:
        """Return the ARN of a function."""

    def log_streams(self, function_name: str) -> list[LogStream]:
        """Return the logs of a function, one for each of its processes, the oldest first."""

    def reserve(self, function_name: str, concurrency: int | None) -> None:
        """Set how many invocations of a function may run at the same time from now on; None lets any number run."""

    def qualify(self, function_name: str, versions: Set[str], aliases: Mapping[str, str]) -> None:
        """Give a function other versions and aliases."""

    def define(self, definition: FunctionDefinition) -> None:
        """Add a function or replace the one of that name."""


@dataclass(slots=True)
class AccountFunctions:
    """The functions of one account in one region.

    Attributes:
        runtime: What invokes them.
        dead_letter_targets: The ARNs of the queues or topics for events that could not be processed, by function.
        invoke_configurations: The parameters of `PutFunctionEventInvokeConfig`, by function.
        policies: The statements of resource policies by `Sid`, by the function's name, with the version or alias if it has one.
        tags: The tags of functions, by name.
        changed_at: When settings were changed, in epoch seconds, by function.
        published_at: When the last version was published, in epoch seconds, by function.
        alias_descriptions: The descriptions of aliases, by function and name.
        reasons: Why a function, or a version or alias after a colon, does not run although the account has it, by name.
        event_queues: The events of asynchronous invocations that wait, by function.
        registered_at: When they were registered, in epoch seconds.
    """

    runtime: FunctionRuntime
    dead_letter_targets: dict[str, str]
    invoke_configurations: dict[str, dict[str, Any]] = field(default_factory=dict)
    policies: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    changed_at: dict[str, float] = field(default_factory=dict)
    published_at: dict[str, float] = field(default_factory=dict)
    alias_descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    event_queues: dict[str, WorkQueue[Any]] = field(default_factory=dict)
    registered_at: float = field(default_factory=time.time)

    def logs_of(self, log_group: str) -> list[LogStream] | None:
        """Return the logs in a log group; None if it is not that of one of these functions."""
        names = [one.name for one in self.runtime.definitions.values() if one.log_group == log_group]
        return [stream for name in names for stream in self.runtime.log_streams(name)] if names else None

    def find(self, function_name: str, qualifier: str | None = None) -> FunctionDefinition:
        """Return the function with a name or an ARN.

        Args:
            function_name: The name or ARN, with or without a version or alias.
            qualifier: The version or alias; None if the name has it, or for the latest version.

        Raises:
            AwsError: There is none, or it has no such version or alias.
            NotImitatedError: It does not run here.
        """
        invoked = qualified_name(function_name, qualifier)
        self.require_that_runs(invoked)
        try:
            return self.runtime.definitions[self.runtime.name_of(invoked)]
        except UnknownFunctionError:
            raise not_found(self.runtime.arn_of(_short(invoked))) from None

    def require_that_runs(self, function_name: str) -> None:
        """Require that a function is not one that the account has and that does not run.

        Args:
            function_name: The name or ARN, with or without a version or alias.

        Raises:
            NotImitatedError: It does not run here.
        """
        name = _short(function_name)
        for one in (name, name.partition(":")[0]):
            if one in self.reasons:
                raise NotImitatedError(f"the function {one}", self.reasons[one])


def _short(function_name: str) -> str:
    """Return the name of a function, with the version or alias that it has, without the beginning of an ARN."""
    return function_name.rpartition("function:")[2]


def find_named(request: AwsRequest, functions: AccountFunctions) -> FunctionDefinition:
    """Return the function that a request names, with or without a version or alias."""
    return functions.find(request.parameters["FunctionName"], request.parameters.get("Qualifier"))


def arn_in_request(request: AwsRequest) -> str:
    """Return the ARN of the function that a request names by its name or its ARN."""
    name = _short(request.parameters["FunctionName"])
    return f"arn:aws:lambda:{request.region}:{request.account_id}:function:{name}"


def qualifier_of(function_name: str) -> str | None:
    """Return the version or alias that the name or ARN of a function has; None if it has none."""
    return _short(function_name).partition(":")[2] or None


def qualified_name(function_name: str, qualifier: str | None) -> str:
    """Return the name or ARN of a function with its version or alias, which a request may have in two places.

    Raises:
        AwsError: They are not the same.
    """
    if qualifier is None:
        return function_name
    stated = qualifier_of(function_name)
    if stated is None:
        return f"{function_name}:{qualifier}"
    if stated != qualifier:
        raise refusal(
            "InvalidParameterValueException",
            "The derived qualifier from the function name does not match the specified qualifier.",
        )
    return function_name
