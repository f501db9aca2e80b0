"""Processes of functions end with a test that has made something fail, and with no other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug import Response
from werkzeug.test import Client

from fault_engine import FaultEngine
from lambda_runtime.function import FunctionDefinition
from lambda_runtime.functions import LambdaFunctions
from manuel_stack.fresh_functions import FreshFunctions

FAULT = {"fault": "http_error", "status": 500, "path": "/"}


@pytest.fixture
def functions(tmp_path: Path) -> Iterator[LambdaFunctions]:
    (tmp_path / "app.py").write_text("import os\n\ndef handler(event, context):\n    return os.getpid()\n")
    with LambdaFunctions([FunctionDefinition("pid", "python3.12", "app.handler", tmp_path)]) as functions:
        yield functions


class FaultyApi:
    """An API with a fault engine, and the tests that use it one after the other."""

    def __init__(self) -> None:
        self.engine = FaultEngine()
        self._api = Client(self.engine.wrap_api(Response("served")))
        self._control = Client(self.engine.control)
        self._tests = 0

    def pass_test(self, *, status: int) -> None:
        """Send a request, and end the epoch of a test."""
        assert self._api.get("/").status_code == status
        self._tests += 1
        self._control.delete("/rules", headers={"X-Fault-Owner": f"worker/{self._tests}"})


def test_functions_begin_anew_after_a_test_with_faults_alone(functions: LambdaFunctions) -> None:
    api = FaultyApi()
    fresh = FreshFunctions(api.engine, functions)
    api.engine.when_epoch_ends.append(fresh.replace_after_faults)
    first = functions.invoke("pid", b"{}").payload

    api.pass_test(status=200)
    assert functions.invoke("pid", b"{}").payload == first

    api.engine.add(FAULT)
    api.pass_test(status=500)
    second = functions.invoke("pid", b"{}").payload
    assert second != first

    api.pass_test(status=200)
    assert functions.invoke("pid", b"{}").payload == second
