"""Functions in JavaScript."""

import json
import shutil

import pytest

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")

NODE = {"runtime": "nodejs20.x", "module": "app.js"}
BY_NAME = """
exports.handler = async (event, context) => {
  console.log("called with", event);
  return { event, left: context.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID, name: context.functionName,
           id: context.awsRequestId, variables: Object.keys(process.env) };
};
"""
FAILURES = """
exports.handler = (event, context, callback) => { if (event === null) callback(null, "served"); else eval(event); };
"""


def test_a_handler_knows_its_invocation(function, monkeypatch):
    monkeypatch.setenv("MY_TOKEN", "of-the-tester")
    tried = function(BY_NAME, **NODE, timeout_seconds=20)
    done = tried.invoke({"a": "ä"}, trace_id="Root=1-5759e988-bd862e3fe1be46a994272793")
    result = json.loads(done.payload)
    assert "MY_TOKEN" not in result.pop("variables")
    assert result == {
        "event": {"a": "ä"},
        "left": pytest.approx(20_000, abs=2_000),
        "trace": "Root=1-5759e988-bd862e3fe1be46a994272793",
        "name": "tried",
        "id": done.request_id,
    }
    assert f"\t{done.request_id}\tINFO\tcalled with {{ a: 'ä' }}\n" in done.log


@pytest.mark.parametrize(
    ("module", "source", "handler"),
    [
        ("app.mjs", "export const handler = async (event) => event;", "app.handler"),
        ("app.mjs", "export default { inner: { handler: async (event) => event } };", "app.inner.handler"),
        ("app.cjs", "module.exports.handler = async (event) => event;", "app.handler"),
        ("app.js", "exports.handler = (event, context, callback) => callback(null, event);", "app.handler"),
        (
            "app.js",
            "exports.handler = (event, context, callback) => setTimeout(callback, 5, null, event);",
            "app.handler",
        ),
        ("app.js", "exports.handler = (event, context) => context.succeed(event);", "app.handler"),
    ],
)
def test_a_handler_is_written_in_any_of_these_ways(function, module, source, handler):
    tried = function(source, module=module, runtime="nodejs20.x", handler=handler)
    assert [tried.result(number) for number in (1, 2)] == [1, 2]


def test_a_module_is_what_its_package_says(function):
    tried = function("{}", module="package.json", runtime="nodejs20.x")
    (tried.code / "package.json").write_text('{"type": "module"}')
    (tried.code / "app.js").write_text("export const handler = async (event) => event;")
    assert tried.result(1) == 1


def test_a_handler_that_neither_returns_nor_calls_back_gives_null(function):
    assert function("exports.handler = () => {};", **NODE).result() is None


@pytest.mark.parametrize(
    ("code", "error_type", "message"),
    [
        ("throw new TypeError('wrong')", "TypeError", "wrong"),
        ("callback(new Error('told'))", "Error", "told"),
        ("callback('only a text')", "string", "only a text"),
        ("setTimeout(() => { throw new Error('later') }, 5)", "Error", "later"),
        (
            "Promise.reject(new Error('nobody waits'))",
            "Runtime.UnhandledPromiseRejection",
            "Error: nobody waits",
        ),
        (
            "callback(null, 1n)",
            "Runtime.MarshalError",
            "Unable to stringify response body as json: Do not know how to serialize a BigInt",
        ),
        (
            "process.exit(4)",
            "Runtime.ExitError",
            "RequestId: {} Error: Runtime exited with error: exit status 4",
        ),
        ("for (;;);", "Sandbox.Timedout", "RequestId: {} Error: Task timed out after 0.70 seconds"),
        (
            "callback(null, 'x'.repeat(6291556))",
            "Function.ResponseSizeTooLarge",
            "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
        ),
    ],
)
def test_a_failure_is_answered_and_the_next_invocation_served(function, code, error_type, message):
    tried = function(FAILURES, **NODE, timeout_seconds=0.7)
    assert tried.result() == "served"
    failed = tried.invoke(code)
    assert tried.read(failed) == {"errorType": error_type, "errorMessage": message.format(failed.request_id)}
    assert failed.error == "Unhandled"
    assert tried.result() == "served"


@pytest.mark.parametrize(
    ("source", "handler", "error_type", "message"),
    [
        (
            "require('nowhere')",
            "app.handler",
            "Runtime.ImportModuleError",
            "Error: Cannot find module 'nowhere'",
        ),
        ("", "app.handler", "Runtime.HandlerNotFound", "app.handler is undefined or not exported"),
        ("", "missing.handler", "Runtime.ImportModuleError", "Error: Cannot find module 'missing'"),
        ("", "handler", "Runtime.MalformedHandlerName", "Bad handler"),
        (
            "exports.handler = (",
            "app.handler",
            "Runtime.UserCodeSyntaxError",
            "SyntaxError: Unexpected end of input",
        ),
        ("throw new Error('at import')", "app.handler", "Error", "at import"),
    ],
)
def test_a_function_that_cannot_start_says_why(function, source, handler, error_type, message):
    error = function(source, **{**NODE, "handler": handler}).error()
    assert error["errorType"] == error_type
    assert error["errorMessage"].startswith(message)


def test_a_layer_has_modules(function, tmp_path):
    package = tmp_path / "layer" / "nodejs" / "node_modules" / "greeting"
    package.mkdir(parents=True)
    (package / "index.js").write_text("module.exports = 'from the layer';")
    tried = function(
        "exports.handler = async () => require('greeting');", **NODE, layers=(tmp_path / "layer",)
    )
    assert tried.result() == "from the layer"


def test_messages_are_json_where_the_function_is_set_up_so(function):
    source = """
exports.handler = async () => {
  console.debug("not at this level");
  console.log("%s of", "one", 2);
  console.info({ item: "tea", at: { hour: 5 } });
  console.warn("failed", new RangeError("too far"));
  console.error(new TypeError("of another type"));
  const circle = { name: "round" }; circle.itself = circle;
  console.log(circle);
  throw new Error("in vain");
};
"""
    variables = {"AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_LAMBDA_LOG_LEVEL": "INFO"}
    failed = function(source, **NODE, environment=variables).invoke()
    lines = [json.loads(line) for line in failed.log.splitlines() if line.startswith("{")]
    assert {line["requestId"] for line in lines} == {failed.request_id}
    text, thing, warning, error, circle, end = lines
    assert (text["level"], text["message"]) == ("INFO", "one of 2")
    assert thing["message"] == {"item": "tea", "at": {"hour": 5}}
    assert (warning["level"], warning["errorType"], warning["errorMessage"]) == (
        "WARN",
        "RangeError",
        "too far",
    )
    assert warning["message"].startswith("failed RangeError: too far")
    assert (error["level"], error["message"]["errorType"]) == ("ERROR", "TypeError")
    assert error["message"]["stackTrace"][0] == "TypeError: of another type"
    assert circle["message"].startswith("<ref *1> { name: 'round'")
    assert (end["level"], end["errorType"], end["errorMessage"]) == ("ERROR", "Error", "in vain")
    assert end["message"].startswith("Invoke Error Error: in vain")
