"""The settings of an environment by name: the flat YAML of `variables/` and the older JSON with `test_environments`."""

import difflib
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ManuelEnvironment.errors import ConfigurationError, shown
from ManuelEnvironment.settings_files import parse_settings_file

if TYPE_CHECKING:
    from robot.api.types import Secret

REPOSITORY = Path(__file__).resolve().parents[2]
VARIABLES = REPOSITORY / "variables"
LOCAL = "local"
PASSWORD_KEY = "test_user_password"
PASSWORD_VARIABLE = "MANUEL_TEST_PASSWORD"


def environment_names() -> list[str]:
    """Return the environments that have a file in `variables/`."""
    return sorted(path.stem for path in VARIABLES.glob("*.yaml"))


def read_environment(name: str) -> dict[str, Any]:
    """Read `variables/<name>.yaml`.

    Raises:
        ConfigurationError: The environment is unknown, or its file cannot be read.
    """
    known = environment_names()
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        raise ConfigurationError(f"unknown environment {name!r}: {hint}known are {', '.join(known)}")
    return read_file(VARIABLES / f"{name}.yaml")


def read_file(path: Path) -> dict[str, Any]:
    """Read a flat YAML or JSON file of settings.

    A password is only read from a file that git does not track, and becomes a Robot Framework `Secret`.

    Raises:
        ConfigurationError: The file cannot be read, is malformed, is not a mapping, or is tracked and contains a password.
    """
    values = parse_settings_file(path)
    if PASSWORD_KEY in values:
        values[PASSWORD_KEY] = _secret(path, values[PASSWORD_KEY])
    return values


def read_older_json(path: Path, environment: str) -> dict[str, Any]:
    """Read the older form: common values at the top, each environment's own under `test_environments`.

    Args:
        path: A JSON file, such as `{"timeout_seconds": 30, "test_environments": {"dev": {"api_base_url": …}}}`.
        environment: The name of one of its environments.

    Returns:
        The common values, overridden by the environment's own.

    Raises:
        ConfigurationError: As for `read_file`, or the environment is not in the file.
    """
    values = read_file(path)
    environments = values.pop("test_environments", {})
    named = values.get("environment", environment)
    if not isinstance(environments, dict) or not all(isinstance(own, dict) for own in environments.values()):
        raise ConfigurationError(
            f"{path}: test_environments must map each environment's name to its settings"
        )
    if environments and environment not in environments:
        raise ConfigurationError(
            f"{path}: unknown environment {environment!r}: test_environments has {', '.join(map(str, environments))}"
        )
    if named != environment:
        raise ConfigurationError(
            f"{path} is for environment {shown(named)}, not for {environment!r}: name a file of its own"
        )
    return {**values, **environments.get(environment, {}), "environment": environment}


def read_config(path: Path, environment: str | None) -> dict[str, Any]:
    """Read either form: the older one if an environment is named or the file has `test_environments`.

    Raises:
        ConfigurationError: As for `read_file` and `read_older_json`.
    """
    values = read_file(path)
    if environment is None and "test_environments" not in values:
        return values
    return read_older_json(path, environment or LOCAL)


def _secret(path: Path, password: Any) -> "Secret":
    from robot.api.types import Secret

    if _is_tracked(path):
        raise ConfigurationError(
            f"{path}: {PASSWORD_KEY} must not be in a file that git tracks: set {PASSWORD_VARIABLE} instead"
        )
    if not isinstance(password, str) or not password:
        raise ConfigurationError(f"{path}: {PASSWORD_KEY} must be a string that is not empty")
    return Secret(password)


def _is_tracked(path: Path) -> bool:
    try:
        answer = subprocess.run(
            ["git", "-C", str(path.resolve().parent), "ls-files", "--error-unmatch", path.name],  # noqa: S607 - git as on PATH
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        return False
    return answer.returncode == 0
