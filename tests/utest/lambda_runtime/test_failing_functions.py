"""Functions that fail: the invoker gets what AWS answers, and the next invocation is served."""

import pytest

from lambda_runtime.errors import MOST_RESPONSE_BYTES

FAILURES = """
import os, sys, time
print("importing")
def handler(event, context):
    if event is None:
        return "served"
    exec(event)
    return locals().get("result")
"""


@pytest.mark.parametrize(
    ("code", "error_type", "message"),
    [
        ("raise ValueError('no such thing')", "ValueError", "no such thing"),
        (
            "result = {1, 2}",
            "Runtime.MarshalError",
            "Unable to marshal response: Object of type set is not JSON serializable",
        ),
        ("os._exit(3)", "Runtime.ExitError", "RequestId: {} Error: Runtime exited with error: exit status 3"),
        (
            "sys.exit('enough')",
            "Runtime.ExitError",
            "RequestId: {} Error: Runtime exited with error: exit status 1",
        ),
        (
            "os._exit(0)",
            "Runtime.ExitError",
            "RequestId: {} Error: Runtime exited without providing a reason",
        ),
        (
            "os.abort()",
            "Runtime.ExitError",
            "RequestId: {} Error: Runtime exited with error: signal: aborted",
        ),
        ("time.sleep(60)", "Sandbox.Timedout", "RequestId: {} Error: Task timed out after 0.70 seconds"),
        (
            f"result = 'x' * {MOST_RESPONSE_BYTES}",
            "Function.ResponseSizeTooLarge",
            f"Response payload size exceeded maximum allowed payload size ({MOST_RESPONSE_BYTES} bytes).",
        ),
    ],
)
def test_a_failure_is_answered_as_by_aws(function, code, error_type, message):
    tried = function(FAILURES, timeout_seconds=0.7)
    assert tried.result() == "served"
    failed = tried.invoke(code)
    assert failed.error == "Unhandled"
    assert tried.read(failed) == {"errorType": error_type, "errorMessage": message.format(failed.request_id)}
    assert tried.result() == "served"


def test_garbage_on_standard_output_is_only_logged(function):
    tried = function(FAILURES)
    failed = tried.invoke("os.write(1, b'\\xff\\x00{}'); os.write(2, b'HTTP/1.1 200 OK'); result = 'fine'")
    assert failed.payload == b'"fine"'
    assert "\ufffd\x00{}HTTP/1.1 200 OK" in failed.log


@pytest.mark.parametrize(
    ("source", "handler", "error_type", "message"),
    [
        (
            "import nowhere",
            "app.handler",
            "Runtime.ImportModuleError",
            "Unable to import module 'app': No module named 'nowhere'",
        ),
        ("", "app.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'app'"),
        (
            "",
            "elsewhere.handler",
            "Runtime.ImportModuleError",
            "Unable to import module 'elsewhere': No module named 'elsewhere'",
        ),
        (
            "",
            "handler",
            "Runtime.MalformedHandlerName",
            "Bad handler 'handler': not enough values to unpack (expected 2, got 1)",
        ),
        (
            "def",
            "app.handler",
            "Runtime.UserCodeSyntaxError",
            "Syntax error in module 'app': invalid syntax (app.py, line 1)",
        ),
        ("1 / 0", "app.handler", "ZeroDivisionError", "division by zero"),
    ],
)
def test_a_function_that_cannot_start_says_why(function, source, handler, error_type, message):
    tried = function(source, handler=handler)
    error = tried.error()
    assert (error["errorType"], error["errorMessage"]) == (error_type, message)
    (tried.code / "app.py").write_text("def handler(event, context): return 'served'")
    if handler == "app.handler":
        assert tried.result() == "served"
