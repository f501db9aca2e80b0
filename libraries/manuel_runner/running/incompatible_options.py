"""Options of `run` that exclude each other."""

import argparse

from ManuelEnvironment.errors import ConfigurationError

_WRITES_RESULTS = ("output", "store_durations", "write_known_issues", "profile", "debug")
_EXCLUDED = {
    "list": ("dry_run", "seed", *_WRITES_RESULTS),
    "dry_run": ("seed", *_WRITES_RESULTS),
    "profile": ("store_durations",),
    "framework": ("parallel",),
}


def require_compatible(options: argparse.Namespace) -> None:
    """Refuse options that would have no effect together with others, or a wrong one.

    Raises:
        ConfigurationError: Two options exclude each other.
    """
    given = {name for name, value in vars(options).items() if value not in (None, False)}
    for name, others in _EXCLUDED.items():
        for other in others:
            if {name, other} <= given:
                raise ConfigurationError(f"{_option(name)} and {_option(other)} exclude each other")


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"
