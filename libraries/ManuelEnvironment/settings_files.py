"""Settings files, YAML or JSON, as they are: no key twice, nothing that only looks like a value."""

import json
from pathlib import Path
from typing import Any

import yaml

from ManuelEnvironment.errors import ConfigurationError
from strict_json import parse_json
from strict_yaml import describe_yaml_error, parse_yaml

LARGEST_FILE_BYTES = 100_000
"""Fifty times the largest file in `variables/`."""


def parse_settings_file(path: Path) -> dict[str, Any]:
    """Return the keys and values of a file; `.json` is JSON, any other name YAML.

    Raises:
        ConfigurationError: The file cannot be read, is too large, is malformed, has a key twice, or is not a mapping.
    """
    text = _read(path)
    try:
        values = parse_json(text) if path.suffix.lower() == ".json" else parse_yaml(text)
    except RecursionError:
        raise ConfigurationError(f"{path}: is nested too deeply for settings") from None
    except (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
        raise ConfigurationError(f"{path}: {_problem(error)}") from None
    if not isinstance(values, dict):
        raise ConfigurationError(f"{path}: must be a mapping of settings, not {type(values).__name__}")
    return values


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE_BYTES + 1)
        if len(content) > LARGEST_FILE_BYTES:
            raise ConfigurationError(
                f"{path}: is larger than {LARGEST_FILE_BYTES} bytes, too large for settings"
            )
        return content.decode()
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path}: is not UTF-8 text") from None


def _problem(error: Exception) -> str:
    """Return what is wrong with a file, and where."""
    if isinstance(error, json.JSONDecodeError):
        return f"malformed JSON on line {error.lineno}: {error.msg}"
    if isinstance(error, yaml.YAMLError):
        return describe_yaml_error(error)
    return f"malformed: {error}"
