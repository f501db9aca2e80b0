"""Operations that a test needs and is not about: whether they can be used, and what happens to the test if not."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, NoReturn

from cause_register import Cause, CauseKind, Example
from cause_register.forms import GOT, STATUS
from ManuelAPI.advice import hint_for
from ManuelAPI.contract_check import (
    known_as_unusable,
    manuel_contract,
    operation_of,
    path_of,
    status_of_no_route,
    unnecessary_token_requirement,
)
from ManuelAPI.error_types import error_type_of
from ManuelAPI.failures import describe_status, example_of, failure
from ManuelAPI.unexpected_throttling import blocked_by_throttling
from ManuelAPI.unreachable import ApiUnreachableError
from ManuelEnvironment.causes import cause_notes, is_own_failure
from secret_masking import mask

if TYPE_CHECKING:
    from requests import Response

NO_RESPONSE = "no response"


def require_success(response: "Response", use: str = "") -> None:
    """Require that an operation has done what the test needs.

    Args:
        response: Its response.
        use: The way in which it is used, if it has several: `by voice`.

    Raises:
        AssertionError: It has failed, as it does not otherwise, or in a test that makes something fail.
        BlockedByCauseError: It has failed, and has never succeeded in this run; or the user gets an unexpected 429.
    """
    operation = f"{operation_of(response)} {use}".rstrip()
    if response.ok:
        record_success(operation)
        return
    if blocked := blocked_by_throttling(response):
        raise blocked
    unnecessary = unnecessary_token_requirement(response)
    if unnecessary is None and is_own_failure(operation):
        raise failure(f"{STATUS}{_documented_success(response)}", describe_status(response), response)
    cause = unnecessary or unusable_operation(operation, response)
    raise cause_notes().blocked_by(cause, functools.partial(example_of, response))


def unusable_operation(operation: str, response: "Response") -> Cause:
    """Return the cause that an operation cannot be used.

    Args:
        operation: Method and path in the contract, and its use.
        response: What it answered.
    """
    success = _documented_success(response)
    got = f"{response.status_code} {error_type_of(response) or ''}".rstrip()
    return Cause(
        CauseKind.UNUSABLE,
        reason=f"{operation} {got}",
        title=f"{operation}: expected {success}, got {got}",
        expected=f"{STATUS}{success} of {operation}",
        got=mask(describe_status(response)),
        hint=hint_for(response),
        operation=operation,
        status=response.status_code,
    )


def can_be_judged(response: "Response") -> bool:
    """Return whether a wrong response says something: not if its operation has answered nothing but this status in this run.

    Nor does an undocumented status of a path or method that the API does not have, or a 401 where no token is needed.
    """
    return _cause_of_all(response) is None


def require_judgeable(response: "Response") -> None:
    """Block the test if a wrong response says nothing; see `can_be_judged`.

    Raises:
        BlockedByCauseError: It says nothing.
    """
    if cause := _cause_of_all(response):
        raise cause_notes().blocked_by(cause, functools.partial(example_of, response))


@contextmanager
def needing_response(operation: str) -> Iterator[None]:
    """Turn a request without a response into a failure of the precondition.

    Args:
        operation: Method and path in the contract, and its use.

    Raises:
        ApiUnreachableError: There was no response, as there is otherwise, or in a test that makes something fail.
        BlockedByCauseError: There was no response, and never has been; once that is known, nothing is sent.
    """
    known = cause_notes().register.find_unusable(operation)
    if known is not None and known.status is None and not is_own_failure(operation):
        raise cause_notes().blocked_by(known)
    try:
        yield
    except ApiUnreachableError as error:
        if is_own_failure(operation):
            raise
        _block(f"{operation} {NO_RESPONSE}", operation, NO_RESPONSE, "a response", str(error))


def record_success(what: str) -> None:
    """Record that what a test waited for has happened: it does happen in this run."""
    cause_notes().register.record_success(what)


def never_happened(what: str, expected: str, got: str, error: AssertionError) -> NoReturn:
    """Fail because what a test waited for did not happen, or block the test if it has never happened in this run.

    Args:
        what: What is waited for in general, as the name of a precondition: `indexing of manuals`.
        expected: What was expected, as a phrase, without ids.
        got: What was there instead, as a phrase, without ids.
        error: The failure with all details.
    """
    if is_own_failure(what):
        raise error
    _block(f"{what}: {got}", what, got, expected, str(error))


def remaining_timeout(what: str, timeout: timedelta) -> timedelta:
    """Return how long to wait: not at all for what other tests have waited for without success."""
    if cause_notes().register.find_unusable(what) is not None and not is_own_failure(what):
        return timedelta(0)
    return timeout


def _block(reason: str, operation: str, got: str, expected: str, details: str) -> NoReturn:
    cause = Cause(
        CauseKind.UNUSABLE,
        reason=reason,
        title=f"{operation}: expected {expected}, got {got}",
        expected=f"{operation}: {expected}",
        got=mask(details.partition(f"\n{GOT}")[2] or got),
        operation=operation,
    )
    raise cause_notes().blocked_by(cause, Example)


def _cause_of_all(response: "Response") -> Cause | None:
    unnecessary, met = unnecessary_token_requirement(response), cause_notes().met
    return (
        known_as_unusable(response)
        or status_of_no_route(response)
        or (unnecessary if unnecessary in met else None)
    )


def _documented_success(response: "Response") -> str:
    operation = manuel_contract().find_operation(str(response.request.method), path_of(response))
    documented = [status for status in (operation.responses if operation else ()) if status.startswith("2")]
    return " or ".join(documented) or "2xx"
