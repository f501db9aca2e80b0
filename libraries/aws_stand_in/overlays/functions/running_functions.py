"""Which functions run: those of an application, or those that requests have created."""

from collections.abc import Mapping

from aws_stand_in.overlays.functions.created_functions import CreatedFunctions, Key
from aws_stand_in.overlays.functions.registered import RegisteredFunctions


class FunctionsThatRun:
    """The functions that run, by account and region.

    Args:
        registered: Those of applications, which count where there are some.
        created: Those that requests have created.
    """

    def __init__(self, registered: Mapping[Key, RegisteredFunctions], created: CreatedFunctions) -> None:
        self._registered = registered
        self._created = created

    def find(self, account_id: str, region: str) -> RegisteredFunctions | None:
        """Return the functions of an account in a region; None if it has none."""
        return self._registered.get((account_id, region)) or self._created.find((account_id, region))

    def of(self, account_id: str, region: str) -> RegisteredFunctions:
        """Return the functions of an account in a region that has some.

        Raises:
            LookupError: It has none.
        """
        functions = self.find(account_id, region)
        if functions is None:
            raise LookupError(f"The account {account_id} has no functions in {region}.")
        return functions
