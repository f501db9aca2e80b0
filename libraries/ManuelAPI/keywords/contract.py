"""The contract: when it is not held against responses."""

from robot.api.deco import keyword

from ManuelAPI.client import ApiClient


class ContractKeywords:
    """Turning the contract check off."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Contract"])
    def do_not_check_contract(self, reason: str) -> None:
        """Do not hold responses against the contract, until the running test ends; in a suite's set-up, until the suite ends.

        Args:
            reason: Why not; it is written in the log.

        Example:
            | Do Not Check Contract | The gateway answers this one itself. |
        """
        self._client.contract_check.turn_off(reason)
