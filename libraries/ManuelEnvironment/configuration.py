"""Read the settings of an environment from files: the flat YAML of `variables/` and the older JSON with `test_environments`."""

import difflib
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ManuelEnvironment.errors import ConfigurationError

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
    values = _parse(path)
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
            f"{path}: unknown environment {environment!r}: test_environments has {', '.join(sorted(environments))}"
        )
    if named != environment:
        raise ConfigurationError(
            f"{path} is for environment {named!r}, not for {environment!r}: name a file of its own"
        )
    return {**values, **environments.get(environment, {}), "environment": environment}


def read_config(path: Path, environment: str | None) -> dict[str, Any]:
    """Read either form: the older one if an environment is named or the file has `test_environments`."""
    values = read_file(path)
    if environment is None and "test_environments" not in values:
        return {"environment": LOCAL, **values}
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


def _parse(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path}: is not UTF-8 text") from None
    values = _parse_json(path, text) if path.suffix == ".json" else _parse_yaml(path, text)
    if not isinstance(values, dict):
        raise ConfigurationError(f"{path}: must be a mapping of settings, not {type(values).__name__}")
    return values


def _parse_json(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ConfigurationError(f"{path}: malformed JSON on line {error.lineno}: {error.msg}") from None


def _parse_yaml(path: Path, text: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise ConfigurationError(f"{path}: malformed YAML on line {line}: {error.problem}") from None
    except yaml.YAMLError as error:
        raise ConfigurationError(f"{path}: malformed YAML: {str(error).splitlines()[0]}") from None
