"""The Lambda Runtime API, by which the process of a function gets its invocations and answers them.

Its operations are those of the AWS Lambda Developer Guide, "Using the Lambda runtime API". The first part of a path is the name
of the process's execution environment, which on AWS has an address of its own.
"""

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from lambda_runtime.errors import MOST_RESPONSE_BYTES, error_payload
from lambda_runtime.execution_environment import ExecutionEnvironment
from lambda_runtime.invocation import FunctionInvocation, ProcessAnswer
from loopback_server.response import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PATH = re.compile(
    r"/(?P<environment>\w+)/2018-06-01/runtime/(?:(?P<plain>invocation/next|init/error)"
    r"|invocation/(?P<request_id>[\w-]+)/(?P<kind>response|error))"
)
JSON = (("Content-Type", "application/json"),)


class RuntimeApi:
    """The Runtime API as a WSGI application.

    Args:
        find: Returns the execution environment of a name, or None.
        clock: Returns epoch seconds as functions see them.
    """

    def __init__(
        self, find: Callable[[str], ExecutionEnvironment | None], clock: Callable[[], float]
    ) -> None:
        self._find, self._clock = find, clock

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        response = self._respond(environ)
        start_response(response.status_line, list(response.headers))
        return [response.body]

    def _respond(self, environ: "WSGIEnvironment") -> Response:
        path = PATH.fullmatch(environ["PATH_INFO"])
        environment = self._find(path["environment"]) if path else None
        if path is None or environment is None:
            return _error(HTTPStatus.NOT_FOUND, "NotFound", "There is no such operation of the Runtime API.")
        if path["plain"] == "invocation/next":
            return self._next(environment)
        body = environ["wsgi.input"].read()
        if path["plain"] == "init/error":
            environment.fail_to_start(body)
            return _accepted()
        return _answer(environment, path["request_id"], ProcessAnswer(body, is_error=path["kind"] == "error"))

    def _next(self, environment: ExecutionEnvironment) -> Response:
        invocation = environment.next_invocation()
        if invocation is None:
            return _error(HTTPStatus.GONE, "Gone", "The process of this execution environment has ended.")
        deadline = self._clock() + environment.timeout_seconds
        return Response(HTTPStatus.OK, (*JSON, *_headers(invocation, deadline)), invocation.payload)


def _headers(invocation: FunctionInvocation, deadline: float) -> Iterable[tuple[str, str]]:
    yield "Lambda-Runtime-Aws-Request-Id", invocation.request_id
    yield "Lambda-Runtime-Deadline-Ms", str(round(deadline * 1000))
    yield "Lambda-Runtime-Invoked-Function-Arn", invocation.function_arn
    yield "Lambda-Runtime-Trace-Id", invocation.trace_id
    if invocation.client_context:
        yield "Lambda-Runtime-Client-Context", invocation.client_context


def _answer(environment: ExecutionEnvironment, request_id: str, answer: ProcessAnswer) -> Response:
    if not environment.is_serving(request_id):
        return _error(HTTPStatus.BAD_REQUEST, "InvalidRequestID", f"{request_id} is not being served.")
    if len(answer.payload) > MOST_RESPONSE_BYTES:
        environment.refuse_answer()
        return _error(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "RequestEntityTooLarge",
            f"Exceeded maximum allowed payload size ({MOST_RESPONSE_BYTES} bytes).",
        )
    environment.answer(answer)
    return _accepted()


def _accepted() -> Response:
    return Response(HTTPStatus.ACCEPTED, JSON, b'{"status":"OK"}')


def _error(status: HTTPStatus, error_type: str, message: str) -> Response:
    return Response(status, JSON, error_payload(error_type, message))
