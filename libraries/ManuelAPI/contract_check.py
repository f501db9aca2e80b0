"""Hold each response of the session against the contract, unless a test turns that off by name."""

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
    """The contract of `resources/contract/openapi.yaml`."""
    return Contract.load(CONTRACT)


class ContractCheck:
    """The check, and whether it is on: a test or suite may turn it off for itself."""

    def __init__(self) -> None:
        self._reasons: list[str | None] = [None]

    def turn_off(self, reason: str) -> None:
        """Check no more, until the running test or suite ends."""
        self._reasons[-1] = reason
        logger.info(f"Responses are not held against the contract from here on: {reason}")

    def enter(self) -> None:
        """A suite or test begins, with the check as it is around it."""
        self._reasons.append(self._reasons[-1])

    def leave(self) -> None:
        """The suite or test ends, and what it turned off is on again."""
        if len(self._reasons) > 1:
            self._reasons.pop()

    def require(self, response: "Response") -> None:
        """Fail if the response is not as the contract says.

        Raises:
            AssertionError: It is not; the message lists everything that is wrong with it.
        """
        if self._reasons[-1] is None and _is_of_the_api(response):
            _require(response)


def _require(response: "Response") -> None:
    contract = manuel_contract()
    method, path = str(response.request.method), _path_of(response)
    operation = contract.find_operation(method, path)
    if operation is None:
        subject = f"{method} {path}, which the API does not have"
        violations = contract.violations_without_route(response)
    else:
        subject = f"{operation} with status {response.status_code}"
        violations = contract.violations(operation, response)
    violations += cors_violations(response, current_environment().settings.allowed_origins)
    if violations:
        raise failure(
            f"a response as {CONTRACT.name} has it for {subject}",
            violations,
            response,
            "Is the backend wrong or the contract? Do Not Check Contract turns this check off for one test.",
        )


def _is_of_the_api(response: "Response") -> bool:
    return str(response.request.url).startswith(f"{current_environment().api_base_url}/")


def _path_of(response: "Response") -> str:
    base_path = urlsplit(current_environment().api_base_url).path
    return urlsplit(str(response.request.url)).path.removeprefix(base_path)
