"""Forgetting one account, without a trace in the others, in about a millisecond."""

from __future__ import annotations


def reset_account(account_id: str) -> None:
    """Drop everything moto keeps for an account, in every service."""
    from moto.core.base_backend import BackendDict

    for backends in list(BackendDict._instances):  # noqa: SLF001 - moto resets only all accounts at once
        if dict.__contains__(backends, account_id):
            backends[account_id].reset()
            del backends[account_id]


def known_accounts() -> set[str]:
    """Return the accounts that moto keeps anything for."""
    from moto.core.base_backend import BackendDict

    return {account_id for backends in list(BackendDict._instances) for account_id in list(backends)}
