"""The contract: its operations, and whether responses are checked against it."""

from functools import partial

from robot.api.deco import keyword
from robot.utils import DotDict

from cause_register.rules import HEADER
from ManuelAPI.client import ApiClient
from ManuelAPI.contract_check import deviations_of, manuel_contract
from ManuelAPI.failures import example_of
from ManuelEnvironment.causes import cause_notes

PREFLIGHT = "OPTIONS"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class ContractKeywords:
    """Keywords that read the contract, and turn its check off."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Contract", "Getter"])
    def get_operations(self, *, needs_token: bool | None = None) -> list[DotDict]:
        """Return every operation of the contract except preflights, for tests that cover all of them.

        Args:
            needs_token: `True` returns only operations that need a token, `False` only public ones.

        Returns:
            For each operation its `method`, its `path` in the contract, an `example_path` to send a request to, the
            `methods` of that path, and the `request_headers` that say something to the operation.

        Example:
        ```robotframework
        ${operations} =    Get Operations    needs_token=True
        FOR    ${operation}    IN    @{operations}
            Send Request    ${operation.method}    ${operation.example_path}    anonymous=True    status=401
        END
        ```
        """
        return [
            DotDict(
                method=operation.method,
                path=operation.path,
                example_path=operation.example_path,
                methods=manuel_contract().methods_of(operation.path),
                request_headers=list(operation.request_headers),
            )
            for operation in manuel_contract().operations()
            if operation.method != PREFLIGHT and needs_token in (None, operation.needs_token)
        ]

    @keyword(tags=["Contract", "Getter"])
    def get_undocumented_operations(self) -> list[DotDict]:
        """Return each path of the contract with each of GET, POST, PUT, PATCH and DELETE that it does not have.

        Returns:
            For each combination its `method` and an `example_path` to send a request to.

        Example:
        ```robotframework
        ${operations} =    Get Undocumented Operations
        FOR    ${operation}    IN    @{operations}
            Send Request    ${operation.method}    ${operation.example_path}    status=403
        END
        ```
        """
        documented = [(operation.example_path, operation.method) for operation in self.get_operations()]
        paths = dict.fromkeys(path for path, _ in documented)
        return [
            DotDict(method=method, example_path=path)
            for path in paths
            for method in METHODS
            if (path, method) not in documented
        ]

    @keyword(tags=["Contract", "Assertion"])
    def response_should_match_the_contract(self) -> None:
        """Require the last response to match the contract: the control of a test that looks for something else in it.

        A deviation is reported once a run, under its own name. This keyword is for tests that look for something that must not be
        there, and would pass with an empty or broken response: such a response blocks the test.

        Raises:
            BlockedByCauseError: The status or the body deviates from the contract.

        Example:
        ```robotframework
        Send Request    GET    /health    status=200
        Response Should Match The Contract
        Response Should Have No Header    X-Powered-By
        ```
        """
        response = self._client.last_response
        deviations = [each for each in deviations_of(response) if not each.place.startswith(HEADER)]
        if deviations:
            raise cause_notes().blocked_by(deviations[0], partial(example_of, response))

    @keyword(tags=["Contract"])
    def do_not_check_contract(self, reason: str) -> None:
        """Turn the contract check off until the test ends; in a suite setup, until the suite ends.

        Args:
            reason: Why responses are not checked; the log shows it.

        Example:
        ```robotframework
        Do Not Check Contract    The load balancer answers this request itself.
        ```
        """
        self._client.contract_check.turn_off(reason)
