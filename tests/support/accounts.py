"""Accounts for tests: moto keeps one state per process, so that two tests with one account would see each other's resources."""

import itertools

_numbers = itertools.count(500_001)
"""Smaller ones are written in tests."""


def new_account_id() -> str:
    """Return the id of an account that nothing else in this process uses."""
    return f"{next(_numbers):012d}"
