"""The settings of a run, from its options and the settings file that they choose."""

import argparse
from pathlib import Path
from typing import Any

from manuel_runner.template_options import template_settings
from ManuelEnvironment.configuration import (
    LOCAL,
    PASSWORD_KEY,
    VARIABLES,
    read_config,
    read_environment,
)
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.local_addresses import require_proxy_on_this_machine
from ManuelEnvironment.variable_files import require_valid_file


def chosen_settings(config: Path | None, environment: str | None) -> tuple[dict[str, Any], str]:
    """Return the settings by name, and the variable file from which Robot Framework reads the same settings."""
    if config is None:
        name = environment or LOCAL
        path = str(VARIABLES / f"{name}.yaml")
        return _valid(read_environment(name), path), path
    values = _valid(read_config(config, environment), str(config))
    return values, f"{VARIABLES / 'config.py'}:{config.resolve()}:{environment or ''}"


def _valid(values: dict[str, Any], source: str) -> dict[str, Any]:
    """Return the values of a settings file without its password."""
    require_valid_file(values, source)
    return {name: value for name, value in values.items() if name != PASSWORD_KEY}


def chosen_proxy(url: str | None, environment: str) -> str | None:
    """Return the proxy on this machine that stands for the API of a deployed environment."""
    if url is None:
        return None
    if environment == LOCAL:
        raise ConfigurationError("--api-url is for deployed environments: `local` has its own API")
    return require_proxy_on_this_machine(url)


def overridden_settings(options: argparse.Namespace) -> dict[str, Any]:
    """Return the settings that options override, by name."""
    given = {
        "timeout_seconds": options.timeout,
        "known_issues": options.known_issues and str(options.known_issues.resolve()),
        "parallel_tests": options.parallel,
        "enable_chaos_testing": options.chaos or None,
        "enable_load_testing": options.load or None,
        "enable_security_testing": options.security or None,
    }
    return {name: value for name, value in given.items() if value is not None} | template_settings(options)
