"""One process of a function, played by the test."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from lambda_runtime.execution_environment import EnvironmentLostError, ExecutionEnvironment
from lambda_runtime.function import InvocationResult
from lambda_runtime.invocation import FunctionInvocation, ProcessAnswer
from lambda_runtime.log_stream import LogStream
from lambda_runtime.supervisor import ProcessEnd
from support.waiting import wait_until


def an_invocation() -> FunctionInvocation:
    return FunctionInvocation("arn:aws:lambda:eu-west-1:123456789012:function:tried", b"{}")


class Played:
    """An execution environment whose process the test plays."""

    def __init__(self, log: LogStream, threads: ThreadPoolExecutor) -> None:
        self.log = log
        self.environment = ExecutionEnvironment(
            "tried-1", timeout_seconds=60, memory_megabytes=128, log=log, kill=lambda _: self.end()
        )
        self._threads = threads

    def invoke(self, invocation: FunctionInvocation | None = None) -> Future[InvocationResult]:
        return self._threads.submit(self.environment.invoke, invocation or an_invocation())

    def serve(self) -> None:
        """Serve one invocation."""
        invoked = self.invoke()
        assert self.environment.next_invocation() is not None
        self.environment.answer(ProcessAnswer(b"null"))
        assert invoked.result(60).error is None

    def end(self) -> None:
        """End the process."""
        self.environment.process_has_ended(ProcessEnd(0))


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Played]:
    log = LogStream("tried", tmp_path / "log", memory_megabytes=128)
    with ThreadPoolExecutor(2) as threads:
        yield Played(log, threads)


def test_an_invocation_begins_when_the_process_gets_it(played: Played) -> None:
    played.serve()
    played.serve()
    assert [line.split()[0] for line in played.log.text.splitlines()] == ["START", "END", "REPORT"] * 2


def test_an_invocation_for_a_process_that_has_ended_does_not_begin(played: Played) -> None:
    played.serve()
    played.end()
    with pytest.raises(EnvironmentLostError):
        played.invoke().result(60)
    assert played.log.text.count("START") == 1


def test_an_invocation_that_the_process_does_not_get_any_more_does_not_begin(played: Played) -> None:
    played.serve()
    invocation = an_invocation()
    invoked = played.invoke(invocation)
    wait_until(lambda: played.environment.is_serving(invocation.request_id))
    played.end()
    with pytest.raises(EnvironmentLostError):
        invoked.result(60)
    assert played.log.text.count("START") == 1


def test_an_invocation_is_not_given_to_a_process_that_has_just_ended(played: Played) -> None:
    played.serve()
    process = subprocess.Popen([sys.executable, "-c", ""])
    played.environment.process_has_begun(process.pid)
    process.wait()
    invoked = played.invoke()
    assert played.environment.next_invocation() is None
    played.end()
    with pytest.raises(EnvironmentLostError):
        invoked.result(60)
    assert played.log.text.count("START") == 1


def test_an_invocation_that_the_process_does_not_ask_for_in_time_has_begun(played: Played) -> None:
    played.serve()
    played.environment.timeout_seconds = 0.01
    invocation = an_invocation()
    assert played.invoke(invocation).result(60).error == "Unhandled"
    begin, problem, end, _ = played.log.text.splitlines()[3:]
    assert begin == f"START RequestId: {invocation.request_id} Version: $LATEST"
    assert problem.endswith("Task timed out after 0.01 seconds")
    assert end == f"END RequestId: {invocation.request_id}"
