"""Check each response of the session against the contract, unless a test turns that off, and note how it deviates."""

import functools
from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from robot.api import logger

from cause_register import Cause, CauseKind
from cause_register.message_parts import UNKNOWN_REQUEST
from cause_register.quantities import quantity_of
from cause_register.reasons import ANY_RESPONSE
from cause_register.rules import (
    BODY,
    OTHER_USER,
    REPEATED,
    STATUS,
    UNCOUNTED,
    UNNECESSARY_TOKEN_REQUIREMENT,
    UNSUPPORTED_VERSION,
)
from ManuelAPI.agreement import AGREEMENT, API_VERSION, LOCATION, SUPPORTED_VERSIONS, disagreements
from ManuelAPI.answers_missing_from_usage import answers_missing_from_usage
from ManuelAPI.backend_days import BackendDays
from ManuelAPI.cached_answers_of_other_users import CachedAnswersOfOtherUsers
from ManuelAPI.contract import Contract
from ManuelAPI.cors import cors_violations
from ManuelAPI.failures import example_of, excerpt
from ManuelAPI.internals import REVEALING_HEADERS, revealing_headers
from ManuelAPI.named_fields import unknown_fields
from ManuelAPI.repeated_submissions import RepeatedSubmissions
from ManuelAPI.resource_files import CONTRACT
from ManuelAPI.violations import BOUNDS, PHRASES, UNDOCUMENTED_BODY, Violation
from ManuelEnvironment import current_environment
from ManuelEnvironment.causes import cause_notes
from secret_masking import mask

if TYPE_CHECKING:
    from requests import Response

    from ManuelEnvironment.settings import State

SUBJECTS = {
    OTHER_USER: ANY_RESPONSE,
    UNSUPPORTED_VERSION: ANY_RESPONSE,
    UNCOUNTED: "Any answer",
    UNNECESSARY_TOKEN_REQUIREMENT: "Any public operation",
    REPEATED: "Any submission",
}
"""Whose deviation it is, for rules about what several operations have in common."""
ANY_PREFLIGHT = "Any preflight"
WITHOUT_ROUTE = "(a path that the API does not have)"


@functools.cache
def manuel_contract() -> Contract:
    """Return the contract of `resources/contract/openapi.yaml`."""
    return Contract.load(CONTRACT)


def find_path_in_contract(path: str) -> str | None:
    """Return the contract's path that a request path matches; None if there is none. The contract is read only now."""
    return manuel_contract().find_path(path)


@functools.cache
def _contract_with(states: "frozenset[tuple[State, str]]") -> Contract:
    """Return the contract with the words that an environment has for states."""
    return manuel_contract().with_states(dict(states))


class ContractCheck:
    """The check of responses, which a test or suite may turn off for itself."""

    def __init__(self) -> None:
        self._reasons: list[str | None] = [None]
        self._days = BackendDays()
        self._answers = CachedAnswersOfOtherUsers()
        self._submissions = RepeatedSubmissions()

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
        if not _is_of_the_api(response):
            return []
        beside_others = [
            *self._days.violations(response),
            *self._answers.violations(response),
            *self._submissions.violations(response),
        ]
        if self._reasons[-1] is not None:
            return []
        unusable = known_as_unusable(response)
        found = [*deviations_of(response), *(_deviation(each, response) for each in beside_others)]
        deviations = [each for each in found if unusable is None or each.place != STATUS]
        for cause in [unusable, *deviations] if unusable else deviations:
            cause_notes().note(cause, functools.partial(example_of, response))
        return deviations


def known_as_unusable(response: "Response") -> Cause | None:
    """Return why an operation cannot be used, if it has answered nothing but the status of this response in this run."""
    if response.ok:
        return None
    register, operation = cause_notes().register, operation_of(response)
    known = None if register.has_succeeded(operation) else register.find_unusable(operation)
    return known if known is not None and known.status == response.status_code else None


def deviations_of(response: "Response") -> list[Cause]:
    """Return how a response deviates from the contract."""
    contract = _contract_with(frozenset(current_environment().settings.states.items()))
    operation = contract.find_operation(str(response.request.method), path_of(response))
    violations = (
        contract.violations(operation, response) if operation else contract.violations_without_route(response)
    )
    violations += revealing_headers(response)
    if not _is_broken(violations, response):
        violations += _violations_besides_the_document(response)
    return [_deviation(violation, response) for violation in violations]


def _is_broken(violations: Sequence[Violation], response: "Response") -> bool:
    """Return whether the backend has broken: what answers in its place knows nothing of origins and traces."""
    is_undocumented = any(violation.place == STATUS for violation in violations)
    return is_undocumented and response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR


def _violations_besides_the_document(response: "Response") -> list[Violation]:
    """Return how a response violates what an OpenAPI document can't say."""
    settings = current_environment().settings
    return [
        *cors_violations(response, settings.allowed_origins, behind_api_gateway=settings.behind_api_gateway),
        *answers_missing_from_usage(response),
        *unknown_fields(response, manuel_contract().field_names),
        *disagreements(response),
    ]


def status_of_no_route(response: "Response") -> Cause | None:
    """Return the deviation that the test has met, if a path or method that the API does not have answers with another status."""
    if not operation_of(response).endswith(WITHOUT_ROUTE):
        return None
    met = cause_notes().met
    return next((each for each in deviations_of(response) if each.place == STATUS and each in met), None)


def unnecessary_token_requirement(response: "Response") -> Cause | None:
    """Return the deviation that an operation for everybody asks for a token, if this response does."""
    if response.status_code != HTTPStatus.UNAUTHORIZED:
        return None
    return next(
        (each for each in deviations_of(response) if each.rule == UNNECESSARY_TOKEN_REQUIREMENT), None
    )


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
    quantity = quantity_of(violation.place) if violation.rule in BOUNDS else None
    finding = f"{quantity} {PHRASES[violation.rule]}" if quantity else violation.finding
    title = f"{ANY_RESPONSE if quantity else _subject(violation, response)}: {finding}"
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
    if violation.rule in SUBJECTS:
        return SUBJECTS[violation.rule]
    if _is_header_of_any_response(violation):
        return ANY_RESPONSE
    if not manuel_contract().find_operation(str(response.request.method), path_of(response)):
        return f"{UNKNOWN_REQUEST} {status}"
    if (
        response.request.method == "OPTIONS"
        and violation.rule == UNDOCUMENTED_BODY
        and violation.place == BODY
    ):
        return ANY_PREFLIGHT
    return _subject_of_error(violation, status) or f"{operation_of(response)} {status}"


def _subject_of_error(violation: Violation, status: int) -> str:
    """Return whose deviation it is if errors have it in common; an empty text for any other."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and violation.place == STATUS:
        return f"Any error {status}"
    if status >= HTTPStatus.BAD_REQUEST and violation.place != STATUS:
        return f"Any error {status}" if violation.headers else "Any error"
    return ""


def _is_header_of_any_response(violation: Violation) -> bool:
    """Return whether a violation is about many headers, one that all responses have, or one that contradicts something."""
    headers = violation.headers
    of_any = (
        *manuel_contract().common_headers,
        *REVEALING_HEADERS,
        LOCATION,
        API_VERSION,
        SUPPORTED_VERSIONS,
    )
    return len(headers) > 1 or any(violation.rule == AGREEMENT or name in of_any for name in headers)


def _is_of_the_api(response: "Response") -> bool:
    return str(response.request.url).startswith(f"{current_environment().api_base_url}/")
