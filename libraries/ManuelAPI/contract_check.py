"""Check each response of the session against the contract, unless a test turns that off, and note how it deviates."""

import functools
from http.client import BAD_REQUEST, INTERNAL_SERVER_ERROR
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from robot.api import logger

from cause_register import Cause, CauseKind
from cause_register.explanation import OTHER_USER, STATUS
from cause_register.outcome import UNKNOWN_REQUEST
from ManuelAPI.agreement import disagreements
from ManuelAPI.contract import Contract
from ManuelAPI.cors import cors_violations
from ManuelAPI.failures import example_of, excerpt
from ManuelAPI.foreign_answers import foreign_answers
from ManuelAPI.internals import TELLING_HEADERS, telling_headers
from ManuelAPI.resource_files import CONTRACT
from ManuelAPI.violations import Violation
from ManuelEnvironment import current_environment
from ManuelEnvironment.causes import cause_notes
from secret_masking import mask

if TYPE_CHECKING:
    from requests import Response

WITHOUT_ROUTE = "(a path that the API does not have)"


@functools.cache
def manuel_contract() -> Contract:
    """Return the contract of `resources/contract/openapi.yaml`."""
    return Contract.load(CONTRACT)


@functools.cache
def _contract_of_the_environment() -> Contract:
    """Return the contract with the words that the environment has for states."""
    return manuel_contract().with_states(current_environment().settings.states)


class ContractCheck:
    """The check of responses, which a test or suite may turn off for itself."""

    def __init__(self) -> None:
        self._reasons: list[str | None] = [None]

    def turn_off(self, reason: str) -> None:
        """Turn the check off until the running test or suite ends."""
        self._reasons[-1] = reason
        logger.info(f"Responses are no longer checked against the contract: {reason}")

    def enter(self) -> None:
        """Begin a suite or test, with the check as it is in the enclosing suite."""
        self._reasons.append(self._reasons[-1])

    def leave(self) -> None:
        """End the suite or test, and turn on again what it turned off."""
        if len(self._reasons) > 1:
            self._reasons.pop()

    def note(self, response: "Response") -> list[Cause]:
        """Note each deviation of the response from the contract as a cause, and return these; the test goes on."""
        if self._reasons[-1] is not None or not _is_of_the_api(response):
            return []
        deviations = [each for each in deviations_of(response) if not _is_unusable_for_it(each)]
        for deviation in deviations:
            cause_notes().note(deviation, functools.partial(example_of, response))
        return deviations


def deviations_of(response: "Response") -> list[Cause]:
    """Return how a response deviates from the contract."""
    contract = _contract_of_the_environment()
    operation = contract.find_operation(str(response.request.method), path_of(response))
    violations = (
        contract.violations(operation, response) if operation else contract.violations_without_route(response)
    )
    settings = current_environment().settings
    violations += cors_violations(
        response, settings.allowed_origins, behind_api_gateway=settings.behind_api_gateway
    )
    violations += telling_headers(response)
    violations += foreign_answers(response)
    violations += disagreements(response)
    return [_deviation(violation, response) for violation in violations]


def operation_of(response: "Response") -> str:
    """Return the operation of a response, as method and path in the contract."""
    method = str(response.request.method)
    path = manuel_contract().find_path(path_of(response))
    return f"{method} {path}" if path else f"{method} {WITHOUT_ROUTE}"


def path_of(response: "Response") -> str:
    """Return the path of a response's request below the API's base path."""
    base_path = urlsplit(current_environment().api_base_url).path
    return urlsplit(str(response.request.url)).path.removeprefix(base_path)


def _deviation(violation: Violation, response: "Response") -> Cause:
    operation, status = operation_of(response), response.status_code
    title = f"{_subject(violation, response)}: {violation.finding}"
    return Cause(
        CauseKind.DEVIATION,
        reason=title,
        title=title,
        expected=f"a response that matches {CONTRACT.name} for {operation} with status {status}",
        got=f"one that differs: {excerpt(mask(violation.message))}",
        hint="Is the backend or the contract wrong? Do Not Check Contract turns the check off for one test.",
        operation=operation,
        status=status,
        place=violation.place,
        rule=violation.rule,
    )


def _subject(violation: Violation, response: "Response") -> str:
    """Return whose deviation it is: what all responses, or all errors, have in common is wrong once, not once per operation."""
    status = response.status_code
    if violation.rule == OTHER_USER or violation.header in (
        *manuel_contract().common_headers,
        *TELLING_HEADERS,
    ):
        return "Any response"
    if not manuel_contract().find_operation(str(response.request.method), path_of(response)):
        return f"{UNKNOWN_REQUEST} {status}"
    if status >= INTERNAL_SERVER_ERROR and violation.place == STATUS:
        return f"Any error {status}"
    if status >= BAD_REQUEST and violation.place != STATUS:
        return f"Any error {status}" if violation.header else "Any error"
    return f"{operation_of(response)} {status}"


def _is_unusable_for_it(deviation: Cause) -> bool:
    """Return whether an undocumented status is the one for which the operation is known as unusable: one cause, not two."""
    if deviation.place != STATUS:
        return False
    unusable = cause_notes().register.find_unusable(deviation.operation)
    return unusable is not None and unusable.status == deviation.status


def _is_of_the_api(response: "Response") -> bool:
    return str(response.request.url).startswith(f"{current_environment().api_base_url}/")
