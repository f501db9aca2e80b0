"""Functions of an application, each in processes of its own."""

import functools
import re
import tempfile
import uuid
from collections.abc import Iterable, Mapping, Set
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Self

from lambda_runtime.errors import process_ended
from lambda_runtime.execution_environments import ExecutionEnvironments, ForwardLog, StoppedError
from lambda_runtime.function import LATEST, FunctionDefinition, InvocationResult, UnknownFunctionError
from lambda_runtime.function_pool import FunctionPool
from lambda_runtime.invocation import FunctionInvocation, new_trace_header
from lambda_runtime.log_stream import LogStream
from lambda_runtime.memory_watch import MemoryWatch
from lambda_runtime.runtimes import find_runtime
from lambda_runtime.supervisor import ProcessEnd

NAME_OR_ARN = re.compile(
    r"(?:(?:arn:[\w-]+:lambda:[\w-]+:)?\d{12}:function:)?(?P<name>[\w-]+)(?P<qualifier>:(?:\$LATEST|[\w-]+))?"
)
"""Source: AWS Lambda API reference, Invoke, "FunctionName"."""


def temporary_folder() -> tempfile.TemporaryDirectory[str]:
    """Return a new folder for functions, into which their processes may still write while it is removed."""
    return tempfile.TemporaryDirectory(prefix="lambda-", ignore_cleanup_errors=True)


class LambdaFunctions:
    """Runs functions as AWS Lambda does: a process serves one invocation at a time, and the next one if it still lives.

    Args:
        definitions: The functions.
        variables: Environment variables that all of them get and can't override, such as `AWS_ENDPOINT_URL` and the credentials.
        region: The AWS region.
        account_id: The AWS account, for ARNs.
        python: The interpreter of all Python functions. None takes one of the version that a function's runtime names, if this
            machine has it, otherwise the one that runs this.
        limits_memory: Whether a process that uses more memory than its function may is killed.
        folder: A folder for logs and temporary files, which is removed if this process is killed; None makes one.
        forward_log: Gets the log group of a function, and what was logged into it, when an invocation has ended.

    Raises:
        UnsupportedRuntimeError: The runtime of a function is not available.

    Example:
        >>> with LambdaFunctions([FunctionDefinition("hello", "python3.12", "app.handler", Path("hello"))]) as functions:
        ...     print(functions.invoke("hello", b'{"name": "Ada"}').payload)
        b'"Hello, Ada"'
    """

    def __init__(  # noqa: PLR0913 - the settings of functions, each with a default
        self,
        definitions: Iterable[FunctionDefinition],
        *,
        variables: Mapping[str, str] = MappingProxyType({}),
        region: str = "us-east-1",
        account_id: str = "123456789012",
        python: str | None = None,
        limits_memory: bool = False,
        folder: Path | None = None,
        forward_log: ForwardLog = lambda _group, _logged: None,
    ) -> None:
        self.definitions = {definition.name: definition for definition in definitions}
        """The functions by name."""
        self._region, self._account_id, self._python = region, account_id, python
        self._undo = ExitStack()
        self._environments = ExecutionEnvironments(
            folder or Path(self._undo.enter_context(temporary_folder())),
            variables=variables,
            region=region,
            forward_log=forward_log,
        )
        self._memory_watch = MemoryWatch(self._environments.all) if limits_memory else None
        self._runtimes = {
            name: find_runtime(definition.runtime, python) for name, definition in self.definitions.items()
        }
        self._pools = {name: self._pool(definition) for name, definition in self.definitions.items()}

    def start(self) -> None:
        """Be ready for invocations. A process of a function begins with its first one.

        Raises:
            PackagesUnavailableError: The packages of a function's `requirements.txt` can't be installed.
        """
        self._environments.start()
        if self._memory_watch:
            self._memory_watch.start()
        for name, definition in self.definitions.items():
            self._environments.prepare(definition, self._runtimes[name])

    def stop(self) -> None:
        """Kill all processes, and forget their logs. Invocations that run get an error."""
        if self._memory_watch:
            self._memory_watch.stop()
        self._environments.stop()
        self._undo.close()

    def invoke(
        self,
        function_name: str,
        payload: bytes,
        *,
        trace_id: str | None = None,
        client_context: str | None = None,
        request_id: str | None = None,
    ) -> InvocationResult:
        """Invoke a function and wait for its result; see `Functions.invoke`.

        An event that is tried again keeps its `request_id`; None makes a new one. After `stop` there is an error, as for
        invocations that `stop` ends: an event that is delivered again does not start a process that nothing would end.
        """
        name = self.name_of(function_name)
        invocation = FunctionInvocation(
            f"{self.arn_of(name)}{_qualifier(function_name)}",
            payload,
            trace_id or new_trace_header(),
            client_context,
            request_id or str(uuid.uuid4()),
        )
        try:
            return self._pools[name].invoke(invocation)
        except StoppedError:
            payload, _ = process_ended(invocation.request_id, ProcessEnd(None))
            return InvocationResult(invocation.request_id, payload, "Unhandled")

    def name_of(self, function_name: str) -> str:
        """Return the name of a function that is given by its name or its ARN.

        Raises:
            UnknownFunctionError: There is no function of that name, or it has no such version or alias.
        """
        match = NAME_OR_ARN.fullmatch(function_name)
        name = match["name"] if match else function_name
        if name not in self.definitions:
            known = ", ".join(sorted(self.definitions)) or "none"
            raise UnknownFunctionError(f"There is no function {function_name!r}; there are: {known}.")
        self._require_qualifier(name, _qualifier(function_name).removeprefix(":"))
        return name

    def _require_qualifier(self, name: str, qualifier: str) -> None:
        qualifiers = self.definitions[name].qualifiers
        if qualifier not in {"", LATEST} | qualifiers:
            known = ", ".join(sorted(qualifiers)) or "none"
            raise UnknownFunctionError(
                f"The function {name!r} has no version or alias {qualifier!r}; it has: {known}."
            )

    def arn_of(self, name: str) -> str:
        """Return the ARN of a function."""
        return f"arn:aws:lambda:{self._region}:{self._account_id}:function:{name}"

    def log(self, function_name: str) -> str:
        """Return what a function has logged, by its processes, the oldest first."""
        return "".join(stream.text for stream in self.log_streams(function_name))

    def log_streams(self, function_name: str) -> list[LogStream]:
        """Return the logs of a function, one for each of its processes, the oldest first."""
        return self._environments.log_streams(self.name_of(function_name))

    def set_clock_ahead(self, seconds: float) -> None:
        """Set the clock that functions see ahead of the machine's.

        A Node.js function sees the new time from its next invocation on, a Python function at once. The clock of AWS does not
        change: it is the one by which tokens and presigned URLs expire.
        """
        self._environments.set_clock_ahead(seconds)

    def restart(self, function_name: str) -> None:
        """Let a function's next invocations be served by new processes, because its code has changed."""
        self._pools[self.name_of(function_name)].replace()

    def reserve(self, function_name: str, concurrency: int | None) -> None:
        """Set how many invocations of a function may run at the same time from now on; None lets any number run."""
        name = self.name_of(function_name)
        self.definitions[name] = replace(self.definitions[name], reserved_concurrency=concurrency)
        self._pools[name].reserve(concurrency)

    def qualify(self, function_name: str, versions: Set[str], aliases: Mapping[str, str]) -> None:
        """Give a function other versions and aliases; all have the same code."""
        name = self.name_of(function_name)
        self.definitions[name] = replace(
            self.definitions[name], qualifiers=frozenset({*versions, *aliases}), aliases=aliases
        )

    def define(self, definition: FunctionDefinition) -> None:
        """Add a function or replace the one of that name, whose running invocations are finished.

        Raises:
            UnsupportedRuntimeError: Its runtime is not available.
            PackagesUnavailableError: The packages of its `requirements.txt` can't be installed.
        """
        runtime = find_runtime(definition.runtime, self._python)
        self._environments.prepare(definition, runtime)
        self._runtimes[definition.name] = runtime
        former = self._pools.get(definition.name)
        self._pools[definition.name] = self._pool(definition)
        self.definitions = {**self.definitions, definition.name: definition}
        if former is not None:
            former.replace()

    def remove(self, name: str) -> None:
        """Remove a function, whose running invocations are finished."""
        self.definitions = {one: definition for one, definition in self.definitions.items() if one != name}
        self._pools.pop(name).replace()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _pool(self, definition: FunctionDefinition) -> FunctionPool:
        create = functools.partial(self._environments.create, definition, self._runtimes[definition.name])
        return FunctionPool(
            reserved_concurrency=definition.reserved_concurrency, create=create, end=self._environments.end
        )


def _qualifier(function_name: str) -> str:
    """Return the version or alias by which a function is invoked, with its colon; the code is the same for all of them."""
    match = NAME_OR_ARN.fullmatch(function_name)
    return (match["qualifier"] or "") if match else ""
