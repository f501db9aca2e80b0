"""The settings of a run from Python."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from manuel_stack.run_directory import temporary_folder_of_run
from ManuelEnvironment.configuration import (
    LOCAL,
    PASSWORD_KEY,
    PASSWORD_VARIABLE,
    environment_names,
    read_config,
    read_environment,
)
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.settings import Settings, require_exact_types, validate


class TestConfig:
    """The settings of an environment: those of `variables/<environment>.yaml`, and what differs from them.

    Args:
        environment: The environment that is tested; one that has no file in `variables/` needs an `api_base_url`.
        values: Settings by name, such as `parallel_tests=10`; `variables/local.yaml` shows all.

    Raises:
        ConfigurationError: A setting is unknown or invalid, or a password is given, which belongs in an environment variable.

    Example:
        >>> TestConfig(enable_load_testing=True, parallel_tests=10, max_concurrent_requests=50).settings.parallel_tests
        10
    """

    __test__: ClassVar = False
    """pytest takes a class named like this for tests."""

    def __init__(self, environment: str = LOCAL, **values: Any) -> None:
        if PASSWORD_KEY in values:
            raise ConfigurationError(f"{PASSWORD_KEY} does not belong in a program: set {PASSWORD_VARIABLE}")
        base = read_environment(environment) if environment in environment_names() else {}
        merged = {**base, **values, "environment": environment}
        require_exact_types(merged, source="TestConfig")
        self.settings: Settings = validate(merged, source="TestConfig")

    @classmethod
    def from_file(cls, path: Path, environment: str | None = None) -> "TestConfig":
        """Return the settings of a file, as `manuel-tests run --config` reads it."""
        values = {key: value for key, value in read_config(path, environment).items() if key != PASSWORD_KEY}
        return cls(**values)


@contextmanager
def settings_file(settings: Settings) -> Iterator[Path]:
    """Write the settings to a file for as long as a run needs it. It has no secret."""
    with temporary_folder_of_run("settings") as folder:
        path = Path(folder) / "settings.json"
        path.write_text(settings.model_dump_json(exclude_none=True), encoding="utf-8")
        yield path
