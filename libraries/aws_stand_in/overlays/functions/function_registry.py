"""The functions of all accounts."""

from aws_stand_in.overlays.functions.account_functions import AccountFunctions
from aws_stand_in.overlays.functions.requested_functions import Key, RequestedFunctions


class FunctionRegistry:
    """The functions that run, by account and region: those of applications, and those that requests have created.

    Args:
        requested: Those that requests have created. Where an application is registered, only its functions run.
    """

    def __init__(self, requested: RequestedFunctions) -> None:
        self._registered: dict[Key, AccountFunctions] = {}
        self._requested = requested

    def register(self, account_id: str, region: str, functions: AccountFunctions) -> None:
        """Add the functions of an application, in place of any that were registered there."""
        self._registered[account_id, region] = functions

    def find_registered(self, account_id: str, region: str) -> AccountFunctions | None:
        """Return the functions of an application in an account and a region; None if none is registered."""
        return self._registered.get((account_id, region))

    def find(self, account_id: str, region: str) -> AccountFunctions | None:
        """Return the functions of an account in a region; None if it has none."""
        return self.find_registered(account_id, region) or self._requested.find((account_id, region))

    def of(self, account_id: str, region: str) -> AccountFunctions:
        """Return the functions of an account in a region that has some.

        Raises:
            LookupError: It has none.
        """
        functions = self.find(account_id, region)
        if functions is None:
            raise LookupError(f"The account {account_id} has no functions in {region}.")
        return functions

    def forget(self, account_id: str) -> None:
        """Forget the applications of an account, and end the functions that its requests have created."""
        for key in [key for key in self._registered if key[0] == account_id]:
            del self._registered[key]
        self._requested.forget(account_id)

    def close(self) -> None:
        """End all functions that requests have created, for good."""
        self._requested.close()
