"""Read the settings from the Robot Framework run that this process is part of."""

import json
import os
from typing import TYPE_CHECKING, Any

from ManuelEnvironment.configuration import (
    LOCAL,
    PASSWORD_KEY,
    PASSWORD_VARIABLE,
    read_environment,
)
from ManuelEnvironment.errors import ConfigurationError, shown
from ManuelEnvironment.robot_run import variable
from ManuelEnvironment.settings import Settings, validate
from ManuelEnvironment.variable_files import settings_in

if TYPE_CHECKING:
    from robot.api.types import Secret

FROM_FILE_ALONE = (
    "environment",
    "api_base_url",
    "base_path",
    "aws_endpoint_url",
    "fault_control_url",
    "key_set_url",
    "allowed_hosts",
    "capabilities",
    "users",
    "requests_per_minute",
)
"""The settings that decide where requests go and which may be sent."""


def read_settings() -> tuple[Settings, "Secret | None"]:
    """Return the settings and the test user's password.

    They come from a variable file (`--variablefile variables/staging.yaml`) and single variables (`--variable daily_quota:5`);
    without a variable file, and outside a Robot Framework run, they are those of `local`. What decides which requests may be
    sent (`FROM_FILE_ALONE`) comes from the variable file alone.

    Raises:
        ConfigurationError: A key, value or file is invalid.
    """
    in_files = settings_in(_variable_files())
    given = _given_values()
    _require_from_file(given, in_files)
    values = {**(in_files or read_environment(LOCAL)), **given}
    password = _take_password(values)
    return validate(values, source=f"environment {values['environment']}"), password


def publish(settings: Settings) -> None:
    """Make every setting a global Robot Framework variable, such as `${daily_quota}`.

    Their names are passed as `$daily_quota`: Robot Framework would first try to resolve `${daily_quota}`, and search for
    similar names.
    """
    from robot.libraries.BuiltIn import BuiltIn

    for name, value in settings.model_dump(mode="json").items():
        BuiltIn().set_global_variable(f"${name}", value)


def _take_password(values: dict[str, Any]) -> "Secret | None":
    from robot.api.types import Secret

    password = values.pop(PASSWORD_KEY, None)
    if password is None and PASSWORD_VARIABLE in os.environ:
        password = Secret(os.environ[PASSWORD_VARIABLE])
    if password is not None and not isinstance(password, Secret):
        raise ConfigurationError(
            f"{PASSWORD_KEY} is a plain string, which would be logged: set {PASSWORD_VARIABLE} instead"
        )
    return password


def _given_values() -> dict[str, Any]:
    values = {name: variable(name) for name in (*Settings.model_fields, PASSWORD_KEY)}
    return {name: _as_setting(name, value) for name, value in values.items() if value is not None}


def as_variable(value: Any) -> str:
    """Return a setting as the value of `--variable`: a mapping is JSON."""
    return json.dumps(value) if isinstance(value, dict) else f"{value}"


def _as_setting(name: str, value: Any) -> Any:
    """Return a variable's value; from a command line, a list is one string with commas, and a mapping is JSON."""
    default = Settings.model_fields[name].default if name in Settings.model_fields else None
    if isinstance(default, list) and isinstance(value, str):
        return [item.strip() for item in value.split(",") if item.strip()]
    if isinstance(default, dict) and isinstance(value, str):
        return _mapping(name, value)
    return value


def _mapping(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise ConfigurationError(f"{name} is {shown(text)}, but as a variable it has to be JSON") from None


def _require_from_file(given: dict[str, Any], in_files: dict[str, Any]) -> None:
    """Fail if `--variable` or a suite gives a setting that has to come from the settings file.

    Raises:
        ConfigurationError: The value is not the file's.
    """
    for name in FROM_FILE_ALONE:
        if name in given and given[name] != in_files.get(name):
            raise ConfigurationError(
                f"{name} is {shown(given[name])}, but the settings file has {shown(in_files.get(name, 'no such key'))}: "
                f"{name} comes from the settings file alone, not from --variable or a suite"
            )


def _variable_files() -> list[tuple[str, list[str]]]:
    """Return the paths and arguments of `--variablefile`; Robot Framework keeps its options with its output."""
    from robot.running.context import EXECUTION_CONTEXTS

    context: Any = EXECUTION_CONTEXTS.current
    return list(context.output._settings.variable_files) if context else []
