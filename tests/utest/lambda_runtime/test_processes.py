"""The processes of functions: as many as there are invocations at the same time, and none afterwards."""

import json
import os
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lambda_runtime import function_pool
from lambda_runtime.execution_environment import ExecutionEnvironment
from lambda_runtime.function import TooManyInvocationsError
from lambda_runtime.supervisor import INTERPRETER_OPTIONS, SCRIPT
from support.waiting import wait_until

SLOW = """
import os, time
def handler(event, context):
    time.sleep(event)
    return os.getpid()
"""
WAITING = """
import os, time
def handler(event, context):
    while not os.path.exists(event):
        time.sleep(0.01)
    return os.getpid()
"""
MEETING = """
import os, time
def handler(event, context):
    os.mkdir(f"{event}/{os.getpid()}")
    while len(os.listdir(event)) < 200:
        time.sleep(0.1)
    return os.getpid()
"""
WITH_CHILDREN = """
import os, subprocess
def handler(event, context):
    return [os.getpid()] + [subprocess.Popen(["sleep", "600"], start_new_session=own).pid for own in (False, True)]
"""
LEAK = """
held = []
def handler(event, context):
    while event == "leak":
        held.append(bytearray(8 * 1024 * 1024))
    return "served"
"""
USER = """
import json, sys, time
from pathlib import Path
from lambda_runtime.function import FunctionDefinition
from lambda_runtime.functions import LambdaFunctions

with LambdaFunctions([FunctionDefinition("tried", "python3.11", "app.handler", Path(sys.argv[1]))]) as functions:
    print(functions.invoke("tried", b"{}").payload.decode(), flush=True)
    time.sleep(600)
"""


def is_alive(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def test_two_hundred_invocations_have_two_hundred_processes(function, tmp_path):
    meeting = tmp_path / "meeting"
    meeting.mkdir()
    tried = function(MEETING, timeout_seconds=60)
    with ThreadPoolExecutor(200) as threads:
        processes = list(threads.map(tried.result, [str(meeting)] * 200))
    assert len(set(processes)) == 200
    tried.functions.stop()
    assert not any(map(is_alive, processes))


def test_processes_that_are_not_needed_any_more_are_ended(function, monkeypatch):
    tried = function(SLOW, timeout_seconds=10)
    with ThreadPoolExecutor(3) as threads:
        processes = set(threads.map(tried.result, [1] * 3))
    assert len(processes) == 3
    assert all(map(is_alive, processes))
    monkeypatch.setattr(function_pool, "IDLE_SECONDS", 0)
    kept = tried.result(0)
    assert [process for process in processes if is_alive(process)] == [kept]


def test_reserved_concurrency_is_a_limit(function, tmp_path):
    end = tmp_path / "end"
    tried = function(WAITING, reserved_concurrency=2, timeout_seconds=60)
    with ThreadPoolExecutor(2) as threads:
        running = [threads.submit(tried.result, str(end)) for _ in range(2)]
        try:
            wait_until(lambda: tried.functions.log("tried").count("START") == 2)
            with pytest.raises(TooManyInvocationsError, match="All 2 invocations"):
                tried.invoke(str(tmp_path))
        finally:
            end.touch()
        assert len({one.result() for one in running}) == 2
    assert tried.result(str(end))


def test_a_stop_ends_invocations_and_what_functions_have_started(function):
    tried = function(WITH_CHILDREN)
    processes = tried.result()
    assert all(map(is_alive, processes))
    tried.functions.stop()
    wait_until(lambda: not any(map(is_alive, processes)))


def test_an_invocation_after_the_stop_starts_no_process(function, monkeypatch):
    tried = function(SLOW)
    assert tried.result(0)
    tried.functions.stop()
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("A process was started."))
    result = tried.invoke(0)
    assert (result.error, json.loads(result.payload)["errorType"]) == ("Unhandled", "Runtime.ExitError")


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_process_and_no_file_survives_its_user(tmp_path, ending):
    (tmp_path / "app.py").write_text(WITH_CHILDREN)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    user = subprocess.Popen(
        [sys.executable, "-c", USER, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    with user:
        processes = json.loads(user.stdout.readline())
        assert all(map(is_alive, processes))
        assert len(list(temporary.iterdir())) == 1
        os.kill(user.pid, ending)
        user.wait(30)
    wait_until(lambda: not any(map(is_alive, processes)))
    wait_until(lambda: list(temporary.iterdir()) == [])


def test_all_ends_with_a_user_who_has_not_read_what_became_of_it(tmp_path):
    """The connection is reset then, and not closed."""
    folder = tmp_path / "of the user"
    folder.mkdir()
    ours, theirs = socket.socketpair()
    with theirs:
        packages = sysconfig.get_path("purelib")
        arguments = [str(theirs.fileno()), str(os.getpid()), str(folder), packages, packages]
        supervisor = subprocess.Popen(
            [sys.executable, *INTERPRETER_OPTIONS, str(SCRIPT), *arguments], pass_fds=[theirs.fileno()]
        )
    with ours:
        order = {"name": "sleeping", "directory": str(tmp_path), "log": str(tmp_path / "log")}
        program = {"variables": {"AWS_LAMBDA_FUNCTION_NAME": "sleeping"}, "command": ["/bin/sleep", "600"]}
        ours.sendall(json.dumps({**order, **program}).encode() + b"\n")
        has_begun = json.loads(ours.recv(1000, socket.MSG_PEEK))
    assert supervisor.wait(30) == 0
    assert not is_alive(has_begun["process"])
    assert not folder.exists()


def test_a_process_that_uses_too_much_memory_is_killed(function):
    tried = function(LEAK, memory_megabytes=128, limits_memory=True, timeout_seconds=20)
    assert tried.result("do not") == "served"
    failed = tried.invoke("leak")
    message = f"RequestId: {failed.request_id} Error: Runtime exited with error: signal: killed"
    assert tried.read(failed) == {"errorType": "Runtime.ExitError", "errorMessage": message}
    assert tried.result("do not") == "served"


def test_a_parent_that_is_killed_is_replaced(function):
    tried = function("import os\ndef handler(event, context): return [os.getpid(), os.getppid()]")
    process, parent = tried.result()
    os.kill(parent, signal.SIGKILL)
    wait_until(lambda: not is_alive(process))
    assert tried.result()[1] != parent


def test_nobody_is_told_of_a_killed_parent_who_could_still_start_a_process_there(function, monkeypatch):
    tried = function("import os\ndef handler(event, context): return [os.getpid(), os.getppid()]")
    process, parent = tried.result()
    is_served = threading.Event()
    process_has_ended = ExecutionEnvironment.process_has_ended

    def tell_and_wait(environment, end):
        process_has_ended(environment, end)
        is_served.wait(1)

    monkeypatch.setattr(ExecutionEnvironment, "process_has_ended", tell_and_wait)
    os.kill(parent, signal.SIGKILL)
    wait_until(lambda: not is_alive(process))
    try:
        assert tried.result()[1] != parent
    finally:
        is_served.set()
