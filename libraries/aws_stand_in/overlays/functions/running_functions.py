"""Which functions run: those of an application, or those that requests have created."""

from collections.abc import Callable, Iterator, Mapping

from aws_stand_in.overlays.functions.created_functions import Key
from aws_stand_in.overlays.functions.registered import RegisteredFunctions


class FunctionsThatRun(Mapping[Key, RegisteredFunctions]):
    """The functions that run, by account and region.

    Args:
        registered: Those of applications, which count where there are some.
        find_created: Returns those that requests have created.
    """

    def __init__(
        self,
        registered: Mapping[Key, RegisteredFunctions],
        find_created: Callable[[Key], RegisteredFunctions | None],
    ) -> None:
        self._registered = registered
        self._find_created = find_created

    def __getitem__(self, key: Key) -> RegisteredFunctions:
        functions = self._registered.get(key) or self._find_created(key)
        if functions is None:
            raise KeyError(key)
        return functions

    def __iter__(self) -> Iterator[Key]:
        return iter(self._registered)

    def __len__(self) -> int:
        return len(self._registered)
