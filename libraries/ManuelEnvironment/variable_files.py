"""The settings in the variable files of a run, read once more: Robot Framework reports one that it cannot read, and goes on."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ManuelEnvironment.configuration import PASSWORD_KEY, VARIABLES, read_config, read_file
from ManuelEnvironment.errors import ConfigurationError, shown
from ManuelEnvironment.settings import Settings, require_exact_types

VariableFile = tuple[str, Sequence[str]]
"""The name and the arguments of a variable file, as Robot Framework splits them."""

_FILES = (".yaml", ".yml", ".json", ".py", "/")


def settings_in(files: Sequence[VariableFile]) -> dict[str, Any]:
    """Return the settings in variable files; of two values of one key the first counts, as in Robot Framework.

    A YAML or JSON file has settings and nothing else. A Python file may have other variables as well.

    Raises:
        ConfigurationError: A file cannot be read or is malformed, a setting is unknown or invalid, the settings do not say for
            which environment they are, or they are for several.
    """
    merged: dict[str, Any] = {}
    for name, arguments in files:
        values = _settings_of(name, arguments)
        _require_same_environment(merged, values, name)
        merged = {**values, **merged}
    if not merged and not any(_is_settings_file(name) for name, _ in files):
        return {}
    sources = ", ".join(name for name, _ in files)
    require_valid_file(merged, sources)
    return merged


def require_valid_file(values: dict[str, Any], source: str) -> None:
    """Require that all values of a settings file are valid, except a password.

    Raises:
        ConfigurationError: One of them is not.
    """
    settings = {name: value for name, value in values.items() if name != PASSWORD_KEY}
    require_exact_types(settings, source=source)


def _settings_of(name: str, arguments: Sequence[str]) -> dict[str, Any]:
    path = _find(name)
    if path == VARIABLES / "config.py" and arguments:
        return read_config(Path(arguments[0]), "".join(arguments[1:2]) or None)
    if not _is_settings_file(name):
        return _settings_among_variables(name, arguments)
    if arguments:
        raise ConfigurationError(
            f"{path}: a YAML or JSON file takes no arguments, but has {shown(list(arguments))}"
        )
    return read_file(path)


def _is_settings_file(name: str) -> bool:
    return name.lower().endswith((".yaml", ".yml", ".json"))


def _find(name: str) -> Path:
    """Return the path of a variable file as Robot Framework finds it: from here, or on the Python path."""
    from robot.errors import DataError
    from robot.utils import find_file

    if not name.lower().endswith(_FILES):
        return Path(name)
    try:
        return Path(find_file(name, file_type="Variable file"))
    except DataError:
        raise ConfigurationError(f"{name}: cannot be read: No such file or directory") from None


def _settings_among_variables(name: str, arguments: Sequence[str]) -> dict[str, Any]:
    from robot.errors import DataError
    from robot.variables import Variables

    defined = Variables()
    try:
        defined.set_from_file(str(_find(name)), arguments)
    except DataError as error:
        raise ConfigurationError(error.message.splitlines()[0]) from None
    variables = defined.as_dict(decoration=False)
    return {key: variables[key] for key in (*Settings.model_fields, PASSWORD_KEY) if key in variables}


def _require_same_environment(merged: dict[str, Any], values: dict[str, Any], name: str) -> None:
    first, other = merged.get("environment"), values.get("environment")
    if first is not None and other is not None and first != other:
        raise ConfigurationError(
            f"{name} is for environment {shown(other)}, but another variable file for {shown(first)}"
        )
