"""The settings of an environment by name: the files of `variables/`, and files that override them."""

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from field_comparison.suggestions import did_you_mean
from ManuelEnvironment.errors import ConfigurationError, shown
from ManuelEnvironment.settings_files import parse_settings_file

if TYPE_CHECKING:
    from robot.api.types import Secret

REPOSITORY = Path(__file__).resolve().parents[2]
VARIABLES = REPOSITORY / "variables"
CONTRACT = REPOSITORY / "resources" / "contract" / "openapi.yaml"
LOCAL = "local"
TEST_ENVIRONMENTS = "test_environments"
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
        raise ConfigurationError(
            f"there is no environment {name!r}.{did_you_mean(name, known)} There are: {', '.join(known)}."
        )
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


def read_config(path: Path, environment: str | None) -> dict[str, Any]:
    """Read a settings file that gives only what differs from `variables/<environment>.yaml`.

    Args:
        path: A flat file, or one with values of all environments at the top and each environment's own under
            `test_environments`, such as `{"timeout_seconds": 30, "test_environments": {"dev": {"daily_quota": 5}}}`.
        environment: The name of the environment. By default it is the file's `environment`, or else `local` if the file has
            `test_environments` or no `api_base_url`, or the one in `variables/` that has its `api_base_url`, or one of its own
            that is named after the file.

    Returns:
        The values of `variables/<environment>.yaml`, if there is one, overridden by those of the file. A value is replaced as
        a whole. A file that names its environment itself, and has no `test_environments`, is complete: it is returned as it is.

    Raises:
        ConfigurationError: As for `read_file`, or the file is for other environments.
    """
    values = read_file(path)
    if environment is None and "environment" in values and TEST_ENVIRONMENTS not in values:
        return values
    name = environment or values.get("environment") or _environment_of(values, path)
    _require_for(values, name, path)
    own = _own_values(values, name, path)
    common = {key: value for key, value in values.items() if key != TEST_ENVIRONMENTS}
    return {**_values_to_override(name), **common, **own, "environment": name}


def _environment_of(values: dict[str, Any], path: Path) -> str:
    """Return the environment that a file is for which does not say so."""
    if TEST_ENVIRONMENTS in values or "api_base_url" not in values:
        return LOCAL
    url = _comparable(values["api_base_url"])
    known = {_comparable(read_environment(name).get("api_base_url")): name for name in environment_names()}
    return known.get(url) or re.sub("[^a-z0-9]+", "-", path.stem.lower()).strip("-")


def _comparable(url: object) -> str:
    return str(url).rstrip("/").lower()


def _require_for(values: dict[str, Any], environment: str, path: Path) -> None:
    named = values.get("environment", environment)
    if not isinstance(named, str):
        raise ConfigurationError(f"{path}: environment is {shown(named)}, but must be a name")
    if named != environment:
        raise ConfigurationError(
            f"{path} is for environment {shown(named)}, not for {environment!r}: name a file of its own"
        )


def _own_values(values: dict[str, Any], environment: str, path: Path) -> dict[str, Any]:
    """Return what an environment has for itself under `test_environments`; nothing in a flat file."""
    environments = values.get(TEST_ENVIRONMENTS, {})
    if not isinstance(environments, dict) or not all(isinstance(own, dict) for own in environments.values()):
        raise ConfigurationError(
            f"{path}: {TEST_ENVIRONMENTS} must map each environment's name to its settings"
        )
    if environments and environment not in environments:
        raise ConfigurationError(
            f"{path} is not for environment {shown(environment)}: "
            f"name one that {TEST_ENVIRONMENTS} has: {', '.join(map(str, environments))}"
        )
    own: dict[str, Any] = environments.get(environment, {})
    return own


def _values_to_override(environment: str) -> dict[str, Any]:
    return read_environment(environment) if environment in environment_names() else {}


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
