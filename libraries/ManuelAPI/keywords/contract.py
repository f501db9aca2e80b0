"""The contract: what it has, and when it is not held against responses."""

from robot.api.deco import keyword
from robot.utils import DotDict

from ManuelAPI.client import ApiClient
from ManuelAPI.contract_check import manuel_contract

PREFLIGHT = "OPTIONS"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class ContractKeywords:
    """Reading the contract, and turning its check off."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Contract", "Getter"])
    def get_operations(self, *, needs_token: bool | None = None) -> list[DotDict]:
        """Every operation of the contract but the preflights, for tests that go over all of them.

        Args:
            needs_token: `True` for those that want a token, `False` for the public ones, all if not given.

        Returns:
            For each its `method`, its `path` as the contract has it, and an `example_path` that a request can be sent to.

        Example:
        ```robotframework
        ${operations} =    Get Operations    needs_token=True
        FOR    ${operation}    IN    @{operations}
            Send Request    ${operation.method}    ${operation.example_path}    anonymous=True    status=401
        END
        ```
        """
        return [
            DotDict(method=operation.method, path=operation.path, example_path=operation.example_path)
            for operation in manuel_contract().operations()
            if operation.method != PREFLIGHT and needs_token in (None, operation.needs_token)
        ]

    @keyword(tags=["Contract", "Getter"])
    def get_undocumented_operations(self) -> list[DotDict]:
        """Return each path of the contract with each method that it does not have, out of GET, POST, PUT, PATCH and DELETE.

        Returns:
            For each its `method` and an `example_path` that a request can be sent to.

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

    @keyword(tags=["Contract"])
    def do_not_check_contract(self, reason: str) -> None:
        """Do not hold responses against the contract, until the running test ends; in a suite's set-up, until the suite ends.

        Args:
            reason: Why not; it is written in the log.

        Example:
        ```robotframework
        Do Not Check Contract    The gateway answers this one itself.
        ```
        """
        self._client.contract_check.turn_off(reason)
