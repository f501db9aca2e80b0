"""What shall fail: an environment, or anything that has a fault engine at a URL."""

from functools import cached_property
from typing import Any

from FailureSimulator.drivers import EngineDriver, FaultDriver
from FailureSimulator.errors import FailureSimulationError

CONTROL_PATH = "/_faults"


class Target:
    """Finds the fault engine and the settings when they are needed first.

    Args:
        where: A URL, an object with `control_url` and `settings`, or None for the current environment.
    """

    def __init__(self, where: Any = None) -> None:
        self._where = where

    def driver(self) -> FaultDriver:
        """The driver of the target's faults."""
        return self._driver

    def setting(self, name: str) -> Any:
        """A setting of the environment, None where the target is a bare URL or has no such setting."""
        return None if isinstance(self._where, str) else getattr(self._environment.settings, name, None)

    def running_driver(self) -> FaultDriver | None:
        """The driver if there is something to drive already; starts nothing."""
        if self._where is not None:
            return self._driver
        from ManuelEnvironment import running_environment

        environment = running_environment()
        return self._driver if environment is not None and environment.control_url else None

    @cached_property
    def _driver(self) -> FaultDriver:
        if isinstance(self._where, str):
            return EngineDriver(self._where.rstrip("/") + CONTROL_PATH)
        url = self._environment.control_url
        if url is None:
            name = self._environment.settings.environment
            raise FailureSimulationError(
                f"Environment {name} has no fault engine. Tag the test `needs:fault-injection`."
            )
        return EngineDriver(url.rstrip("/") + CONTROL_PATH)

    @cached_property
    def _environment(self) -> Any:
        if self._where is not None:
            return self._where
        from ManuelEnvironment import current_environment

        return current_environment()
