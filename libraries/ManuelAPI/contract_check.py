"""Check each response of the session against the contract, unless a test turns that off."""

import functools
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from robot.api import logger

from ManuelAPI.contract import Contract
from ManuelAPI.cors import cors_violations
from ManuelAPI.failures import failure
from ManuelAPI.resource_files import CONTRACT
from ManuelEnvironment import current_environment

if TYPE_CHECKING:
    from requests import Response


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

    def require(self, response: "Response") -> None:
        """Fail if the response violates the contract.

        Raises:
            AssertionError: It does; the message lists all violations.
        """
        if self._reasons[-1] is None and _is_of_the_api(response):
            _require(response)


def _require(response: "Response") -> None:
    contract = _contract_of_the_environment()
    method, path = str(response.request.method), _path_of(response)
    operation = contract.find_operation(method, path)
    if operation is None:
        subject = f"{method} {path}, which is not in the contract"
        violations = contract.violations_without_route(response)
    else:
        subject = f"{operation} with status {response.status_code}"
        violations = contract.violations(operation, response)
    violations += cors_violations(response, current_environment().settings.allowed_origins)
    if violations:
        raise failure(
            f"a response that matches {CONTRACT.name} for {subject}",
            violations,
            response,
            "Is the backend or the contract wrong? Do Not Check Contract turns the check off for one test.",
        )


def _is_of_the_api(response: "Response") -> bool:
    return str(response.request.url).startswith(f"{current_environment().api_base_url}/")


def _path_of(response: "Response") -> str:
    base_path = urlsplit(current_environment().api_base_url).path
    return urlsplit(str(response.request.url)).path.removeprefix(base_path)
