"""What a handler gets, and what its invoker gets from it."""

import json
import os
import time

import pytest

from lambda_runtime.function import UnknownFunctionError

ECHO = "def handler(event, context): return event"
VERSIONS = frozenset({"1", "live"})
CONTEXT = """
import os
def handler(event, context):
    return {
        "request": context.aws_request_id,
        "arn": context.invoked_function_arn,
        "name": context.function_name,
        "memory": context.memory_limit_in_mb,
        "left": context.get_remaining_time_in_millis(),
        "trace": os.environ["_X_AMZN_TRACE_ID"],
        "client": context.client_context and context.client_context.custom,
    }
"""
COUNT = """
import os
calls = 0
def handler(event, context):
    global calls
    calls += 1
    return [os.getpid(), calls]
"""
VARIABLES = "import os\ndef handler(event, context): return dict(os.environ)"


@pytest.mark.parametrize("event", [None, 1.5, "ä€😀", [], {"a": {"b": [True, None]}}])
def test_an_event_and_a_result_are_json(function, event):
    assert function(ECHO).result(event) == event


def test_a_handler_knows_its_invocation(function):
    tried = function(CONTEXT, timeout_seconds=20, memory_megabytes=256)
    result = tried.invoke(
        {}, trace_id="Root=1-5759e988-bd862e3fe1be46a994272793", client_context='{"custom": {"a": 1}}'
    )
    assert json.loads(result.payload) == {
        "request": result.request_id,
        "arn": "arn:aws:lambda:us-east-1:123456789012:function:tried",
        "name": "tried",
        "memory": "256",
        "left": pytest.approx(20_000, abs=2_000),
        "trace": "Root=1-5759e988-bd862e3fe1be46a994272793",
        "client": {"a": 1},
    }


def test_each_invocation_has_a_trace_id_of_its_own(function):
    tried = function(CONTEXT)
    first, second = (tried.result()["trace"] for _ in range(2))
    assert first.startswith("Root=1-")
    assert first != second


def test_a_process_serves_one_invocation_after_the_other(function):
    tried = function(COUNT)
    process, first = tried.result()
    assert (first, tried.result()) == (1, [process, 2])


def test_changed_code_is_run_after_a_restart(function):
    tried = function("def handler(event, context): return 'old'")
    assert tried.result() == "old"
    (tried.code / "app.py").write_text("def handler(event, context): return 'new, and longer'")
    assert tried.result() == "old"
    tried.functions.restart("tried")
    assert tried.result() == "new, and longer"


def test_nothing_of_the_testers_environment_is_seen(function, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-the-tester")
    monkeypatch.setenv("MY_TOKEN", "of-the-tester")
    variables = function(
        VARIABLES,
        variables={"AWS_ACCESS_KEY_ID": "common"},
        environment={"TABLE": "t", "AWS_ACCESS_KEY_ID": "own"},
    ).result()
    assert "of-the-tester" not in variables.values()
    assert (variables["TABLE"], variables["AWS_ACCESS_KEY_ID"]) == ("t", "common")
    assert variables["HOME"] != os.environ.get("HOME")


def test_a_function_has_the_variables_that_lambda_sets(function):
    variables = function(VARIABLES, memory_megabytes=256).result()
    assert variables["_HANDLER"] == "app.handler"
    assert variables["AWS_EXECUTION_ENV"] == "AWS_Lambda_python3.11"
    assert variables["AWS_LAMBDA_FUNCTION_NAME"] == "tried"
    assert variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "256"
    assert variables["AWS_LAMBDA_FUNCTION_VERSION"] == "$LATEST"
    assert variables["AWS_LAMBDA_INITIALIZATION_TYPE"] == "on-demand"
    assert variables["AWS_LAMBDA_LOG_GROUP_NAME"] == "/aws/lambda/tried"
    assert variables["AWS_REGION"] == variables["AWS_DEFAULT_REGION"] == "us-east-1"
    assert variables["AWS_XRAY_CONTEXT_MISSING"] == "LOG_ERROR"
    assert {"AWS_LAMBDA_LOG_STREAM_NAME", "AWS_SESSION_TOKEN", "LAMBDA_TASK_ROOT", "_X_AMZN_TRACE_ID"} <= set(
        variables
    )


def test_a_function_is_found_by_its_arn(function):
    functions = function(ECHO, qualifiers=VERSIONS).functions
    arn = functions.arn_of("tried")
    for name in ("tried", "tried:$LATEST", arn, f"{arn}:live", "123456789012:function:tried"):
        assert functions.invoke(name, b"1").payload == b"1"


def test_a_function_is_told_by_which_name_it_is_invoked(function):
    returns_name = "def handler(event, context): return context.invoked_function_arn"
    functions = function(returns_name, qualifiers=VERSIONS).functions
    arn = functions.arn_of("tried")
    for name, invoked in (("tried", arn), (f"{arn}:live", f"{arn}:live"), ("tried:1", f"{arn}:1")):
        assert json.loads(functions.invoke(name, b"1").payload) == invoked


def test_an_unknown_function_is_named_with_those_there_are(function):
    with pytest.raises(UnknownFunctionError, match=r"no function 'tired'; there are: tried\."):
        function(ECHO).functions.invoke("tired", b"{}")


def test_an_unknown_version_or_alias_is_named_with_those_there_are(function):
    functions = function(ECHO, qualifiers=VERSIONS).functions
    with pytest.raises(
        UnknownFunctionError, match=r"'tried' has no version or alias 'new'; it has: 1, live\."
    ):
        functions.invoke("tried:new", b"{}")
    with pytest.raises(UnknownFunctionError, match=r"has no version or alias '1'; it has: none\."):
        function(ECHO).functions.invoke("tried:1", b"{}")


def test_a_warm_invocation_costs_less_than_five_milliseconds(function):
    tried = function(ECHO)
    tried.invoke()

    def seconds() -> float:
        began_at = time.perf_counter()
        tried.invoke()
        return time.perf_counter() - began_at

    assert min(seconds() for _ in range(20)) < 0.005


WRITE = """
import os, tempfile
from pathlib import Path
WAYS = {
    "write": lambda folder: (Path(folder) / "new").write_text("x"),
    "append": lambda folder: open(os.path.join(folder, "data.txt"), "a").close(),
    "by descriptor": lambda folder: os.close(os.open(os.path.join(folder, "new"), os.O_WRONLY | os.O_CREAT)),
    "make a folder": lambda folder: os.mkdir(os.path.join(folder, "new")),
    "remove": lambda folder: os.remove(os.path.join(folder, "data.txt")),
    "rename": lambda folder: os.rename(os.path.join(folder, "data.txt"), os.path.join(folder, "new")),
    "link": lambda folder: os.symlink("/", os.path.join(folder, "new")),
}
def handler(way, context):
    try:
        WAYS[way](".")
    except OSError as error:
        refused = str(error)
    else:
        refused = None
    with tempfile.TemporaryDirectory() as temporary:
        Path(temporary, "data.txt").write_text("temporary")
        WAYS[way](temporary)
        os.symlink(os.path.abspath("data.txt"), os.path.join(temporary, "to the code"))
    return [refused, open("data.txt").read()]
"""


@pytest.mark.parametrize(
    "way", ["write", "append", "by descriptor", "make a folder", "remove", "rename", "link"]
)
def test_the_code_of_a_function_is_read_only(function, tmp_path, way):
    (tmp_path / "function").mkdir()
    (tmp_path / "function" / "data.txt").write_text("of the code")
    refused, text = function(WRITE).result(way)
    assert refused is not None
    assert refused.startswith("[Errno 30] Read-only file system: ")
    assert text == "of the code"
    left = {path.name for path in (tmp_path / "function").iterdir()} - {"__pycache__"}
    assert left == {"app.py", "data.txt"}
