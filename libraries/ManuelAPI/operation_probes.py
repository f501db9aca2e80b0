"""Whether the operations of the API exist: each is asked once a run, by a request that changes nothing."""

import functools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import TYPE_CHECKING

from robot.api import logger

from cause_register.failed_requests import STATUSES_OF_UNKNOWN_OPERATION
from ManuelAPI.client import ApiClient, ApiRequest
from ManuelAPI.contract import Operation
from ManuelAPI.failures import example_of
from ManuelAPI.mistakes import find_mistake
from ManuelAPI.preconditions import unusable_operation
from ManuelAPI.unreachable import ApiUnreachableError
from ManuelAPI.valid_requests import valid_request
from ManuelAuth.needed_sign_in import note_failed_sign_in
from ManuelAuth.session import sign_in_session
from ManuelEnvironment import current_environment
from ManuelEnvironment.causes import cause_notes
from request_gate.gate import RequestRefusedError

if TYPE_CHECKING:
    from requests import Response

UNKNOWN = "00000000-0000-4000-8000-000000000000"
GATEWAY_REFUSAL = (403, "Missing Authentication Token")
"""Status and message with which the gateway of a REST API refuses a method or path that the API does not have."""


def probe_of(operation: Operation) -> ApiRequest:
    """Return a request that shows whether an operation exists, and that the contract's own rules refuse unless it reads.

    Ids are unknown, and a body is an empty object.
    """
    request = valid_request(operation, dict.fromkeys(operation.path_examples, UNKNOWN))
    return request if request.json is None else find_mistake("empty object").make(request)


def describe_probe(operation: Operation) -> str:
    """Return what is sent to an operation, as the documentation says it.

    Example:
        >>> describe_probe(Operation("DELETE", "/api/manuals/{id}", {}, path_examples={"id": "1"}))
        'an unknown `id`'
    """
    if operation.example_body is not None:
        return "an empty object"
    unknown = ", ".join(f"an unknown `{name}`" for name in operation.path_examples)
    return unknown or "a valid request that only reads"


def is_missing(operation: Operation, response: "Response") -> bool:
    """Return whether a response to a probe shows that the API does not have the operation.

    A `404` shows nothing where the contract has it, for an unknown id, unless it is a web page.
    """
    status = response.status_code
    if status == HTTPStatus.NOT_FOUND:
        return str(status) not in operation.responses or _is_page(response)
    if status in STATUSES_OF_UNKNOWN_OPERATION:
        return True
    return status == GATEWAY_REFUSAL[0] and GATEWAY_REFUSAL[1] in response.text


def probe_operations(client: ApiClient, operations: Iterable[Operation]) -> None:
    """Note each operation that the API does not have as a cause.

    What the environment does not allow is not sent, and without a response nothing more is: that is for the tests to judge.
    """
    cause_notes().enter("the probes before the first test")
    with _probing_user(), suppress(ApiUnreachableError):
        for operation in operations:
            with suppress(RequestRefusedError):
                response = client.exchange(probe_of(operation))
                if is_missing(operation, response):
                    cause = unusable_operation(str(operation), response)
                    cause_notes().note(cause, functools.partial(example_of, response))


@contextmanager
def _probing_user() -> Iterator[None]:
    """Sign a user in for the probes, if the environment has one; without one they are sent without a token."""
    session = sign_in_session()
    session.identities.enter()
    session.accounts.enter()
    try:
        if _has_user():
            with note_failed_sign_in("user"), suppress(RequestRefusedError):
                session.sign_in(session.account_for("user"))
        yield
    finally:
        session.identities.leave()
        for problem in session.accounts.leave():
            logger.warn(problem)


def _has_user() -> bool:
    settings = current_environment().settings
    return settings.users == "disposable" or settings.test_user_email is not None


def _is_page(response: "Response") -> bool:
    return response.headers.get("Content-Type", "").lower().startswith("text/html")
