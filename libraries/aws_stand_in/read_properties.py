"""The properties of a resource of a stack, which know what has been read of them."""

import copy
from collections.abc import ItemsView, Iterator, KeysView, Mapping, Set, ValuesView
from types import MappingProxyType
from typing import Any


class ReadProperties(dict[str, Any]):
    """A mapping that knows which of its members have been read.

    A member that is looked up has been read, and so have all once they are gone through or copied; asking whether there is a
    member reads nothing.

    Args:
        properties: The members; mappings within them know what has been read as well. Moto makes empty ones, where it gives
            members other names.
    """

    def __init__(self, properties: Mapping[str, Any] = MappingProxyType({})) -> None:
        self._given = {name: _reading(value) for name, value in properties.items()}
        self._read = set[str]()
        super().__init__(self._given)

    @property
    def names(self) -> Set[str]:
        """The names of the members; to look at them reads nothing."""
        return self._given.keys()

    def has_read(self, name: str) -> bool:
        """Return whether a member has been looked up, whether it is there or not."""
        return name in self._read

    def unread(self) -> Iterator[str]:
        """Yield the members that nobody has read, those within others by their paths, such as `Code.S3ObjectVersion`.

        A mapping of which nothing has been read was taken as a whole.
        """
        for name, value in self._given.items():
            if name not in self._read:
                yield name
            else:
                yield from (f"{name}.{one}" for one in _unread_within(value))

    @property
    def is_taken_whole(self) -> bool:
        """Whether none of its members has been read."""
        return not self._read

    def __getitem__(self, name: str) -> Any:
        self._read.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self._read.add(name)
        return super().get(name, default)

    def pop(self, name: str, *default: Any) -> Any:
        self._read.add(name)
        return super().pop(name, *default)

    def setdefault(self, name: str, default: Any = None) -> Any:
        self._read.add(name)
        return super().setdefault(name, default)

    def __iter__(self) -> Iterator[str]:
        self._read.update(self._given)
        return super().__iter__()

    def keys(self) -> "KeysView[str]":  # type: ignore[override]
        self._read.update(self._given)
        return super().keys()

    def items(self) -> "ItemsView[str, Any]":  # type: ignore[override]
        self._read.update(self._given)
        return super().items()

    def values(self) -> "ValuesView[Any]":  # type: ignore[override]
        self._read.update(self._given)
        return super().values()

    def copy(self) -> dict[str, Any]:
        return dict(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return {name: copy.deepcopy(value, memo) for name, value in self.items()}


def _reading(value: Any) -> Any:
    if isinstance(value, Mapping):
        return ReadProperties(value)
    return [_reading(one) for one in value] if isinstance(value, list) else value


def _unread_within(value: Any) -> Iterator[str]:
    if isinstance(value, ReadProperties):
        yield from () if value.is_taken_whole else value.unread()
    elif isinstance(value, list):
        for one in value:
            yield from _unread_within(one)
