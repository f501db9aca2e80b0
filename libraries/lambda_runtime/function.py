"""What a Lambda function is, and how it is invoked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

LATEST = "$LATEST"
"""The version of a function that has not been published."""
FunctionError = Literal["Handled", "Unhandled"]
"""The values of the header `X-Amz-Function-Error` (AWS Lambda API reference, Invoke)."""


@dataclass(frozen=True, slots=True)
class FunctionDefinition:
    """A function as a template describes it; defaults are those of AWS Lambda.

    Attributes:
        name: The name by which it is invoked.
        runtime: The identifier of its runtime, such as `python3.12` or `nodejs20.x`.
        handler: The method that is called, such as `app.handler`.
        code: The folder with its code.
        layers: The folders of its layers, in the order in which they are merged.
        environment: Its environment variables.
        timeout_seconds: How long an invocation may take.
        memory_megabytes: The memory that it may use.
        reserved_concurrency: How many invocations run at the same time; None means as many as there are.
        chosen_log_group: The log group that it shares with others; None means one of its own.
        qualifiers: Its versions and aliases, all of which have the same code.
        aliases: The version that each of its aliases names.
        is_built: Whether its code has all packages that it needs, so that none is installed for a `requirements.txt` in it.
    """

    name: str
    runtime: str
    handler: str
    code: Path
    layers: tuple[Path, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    timeout_seconds: float = 3
    memory_megabytes: int = 128
    reserved_concurrency: int | None = None
    chosen_log_group: str | None = None
    qualifiers: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)
    is_built: bool = False

    @property
    def log_group(self) -> str:
        """The name of its log group."""
        return self.chosen_log_group or f"/aws/lambda/{self.name}"


@dataclass(frozen=True, slots=True)
class InvocationResult:
    """What an invocation has returned.

    Attributes:
        request_id: The id of the invocation.
        payload: What the handler returned, or the error, in JSON.
        error: Whether and how the function failed; None if it succeeded.
        log: What the invocation has logged, with its START, END and REPORT lines.
    """

    request_id: str
    payload: bytes
    error: FunctionError | None = None
    log: str = ""


class UnknownFunctionError(LookupError):
    """There is no function of that name, or it has no such version or alias."""


class TooManyInvocationsError(Exception):
    """As many invocations are running as the function's reserved concurrency allows."""


class Functions(Protocol):
    """Functions that can be invoked."""

    def invoke(
        self,
        function_name: str,
        payload: bytes,
        *,
        trace_id: str | None = None,
        client_context: str | None = None,
    ) -> InvocationResult:
        """Invoke a function and wait for its result.

        Args:
            function_name: Its name or its ARN.
            payload: The event, in JSON.
            trace_id: The value of `X-Amzn-Trace-Id` that the function's AWS clients pass on; None makes a new one.
            client_context: What a mobile client tells about itself, in JSON.

        Raises:
            UnknownFunctionError: There is no function of that name, or it has no such version or alias.
            TooManyInvocationsError: The function's reserved concurrency is used up.
        """
