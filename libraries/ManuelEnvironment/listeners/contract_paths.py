"""Which paths the API under test has, as its contract says; none where no library knows a contract."""

from cause_register.message_parts import FindPath


def _without_contract(_path: str) -> str | None:
    return None


class _Contract:
    find_path: FindPath = staticmethod(_without_contract)


def use_contract(find_path: FindPath) -> None:
    """Read failure messages by a contract from now on.

    Args:
        find_path: Returns the path in the contract that a request's path matches; None if there is none.
    """
    _Contract.find_path = staticmethod(find_path)


def find_path(path: str) -> str | None:
    """Return the path in the contract that a request's path matches; None if there is none, or no contract."""
    return _Contract.find_path(path)
