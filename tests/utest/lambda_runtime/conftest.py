"""Functions whose code a test writes itself."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lambda_runtime.function import FunctionDefinition, InvocationResult
from lambda_runtime.functions import LambdaFunctions


class OneFunction:
    """One function, as a test sees it."""

    def __init__(self, functions: LambdaFunctions, code: Path) -> None:
        self.functions = functions
        self.code = code

    def invoke(self, event: Any = None, **options: str) -> InvocationResult:
        """Invoke it with an event."""
        return self.functions.invoke("tried", json.dumps(event).encode(), **options)

    def result(self, event: Any = None, **options: str) -> Any:
        """Return what it returns; it must not fail."""
        result = self.invoke(event, **options)
        assert result.error is None, result
        return json.loads(result.payload)

    def error(self, event: Any = None) -> dict[str, Any]:
        """Return the error with which it fails."""
        result = self.invoke(event)
        assert result.error == "Unhandled", result
        return self.read(result)

    def read(self, result: InvocationResult) -> dict[str, Any]:
        """Return the type and the message of an error."""
        error = json.loads(result.payload)
        return {member: error[member] for member in ("errorType", "errorMessage")}


@pytest.fixture
def function(tmp_path: Path) -> Iterator[Callable[..., OneFunction]]:
    """Return a way to start a function from its source code."""
    started: list[LambdaFunctions] = []

    def start(
        source: str,
        *,
        module: str = "app.py",
        variables: dict[str, str] | None = None,
        limits_memory: bool = False,
        **members: Any,
    ) -> OneFunction:
        code = tmp_path / "function"
        code.mkdir(exist_ok=True)
        (code / module).write_text(source)
        members = {"runtime": "python3.11", "handler": "app.handler", **members}
        functions = LambdaFunctions(
            [FunctionDefinition(name="tried", code=code, **members)],
            variables=variables or {},
            limits_memory=limits_memory,
        )
        started.append(functions)
        functions.start()
        return OneFunction(functions, code)

    yield start
    for functions in started:
        functions.stop()
