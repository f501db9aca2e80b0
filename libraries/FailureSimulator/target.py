"""What shall fail: an environment, or anything that has a fault engine at a URL."""

from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from FailureSimulator.drivers import Defaults, EngineDriver, FaultDriver
from FailureSimulator.errors import FailureSimulationError
from FailureSimulator.fis import FisDriver

CONTROL_PATH = "/_faults"
CAPABILITY = "fault-injection"
DEFAULTS = {"duration": "failure_duration_seconds", "probability": "failure_probability"}
"""Options of rules whose default is a setting of the environment."""


class Target:
    """Finds the driver of the faults, and the settings, when they are needed first.

    Args:
        where: A URL, an environment, or None for the one that the suites run against.
    """

    def __init__(self, where: Any = None) -> None:
        self._where = where

    def driver(self) -> FaultDriver:
        """The driver of the target's faults.

        Raises:
            FailureSimulationError: The target has none, or may not be harmed.
        """
        return self._driver

    def setting(self, name: str) -> Any:
        """A setting of the environment, None where the target is a bare URL or has no such setting."""
        return None if isinstance(self._where, str) else getattr(self._environment.settings, name, None)

    def defaults(self) -> Defaults:
        """Options that rules get where they state none."""
        known = {option: self.setting(name) for option, name in DEFAULTS.items()}
        return {option: value for option, value in known.items() if value is not None}

    def running_driver(self) -> FaultDriver | None:
        """The driver if there is a fault engine already; starts nothing."""
        if self._where is not None:
            return self._driver
        from ManuelEnvironment import running_environment

        environment = running_environment()
        return self._driver if environment is not None and environment.control_url else None

    @cached_property
    def _driver(self) -> FaultDriver:
        url = self._where if isinstance(self._where, str) else self._environment.control_url
        if url is not None:
            return EngineDriver(url.rstrip("/") + CONTROL_PATH, self.defaults())
        return self._deployed_driver(self._environment.settings)

    def _deployed_driver(self, settings: Any) -> FisDriver:
        """AWS's own fault injection, where the environment allows it by capability and by host name."""
        name = settings.environment
        if not self._environment.offers(CAPABILITY):
            raise FailureSimulationError(
                f"Environment {name} does not offer {CAPABILITY}. Tag the test `needs:{CAPABILITY}`."
            )
        host = urlsplit(settings.api_base_url).hostname
        if host not in settings.allowed_hosts:
            allowed = ", ".join(settings.allowed_hosts) or "none"
            raise FailureSimulationError(
                f"Environment {name} may not be harmed: {host} is not among its allowed_hosts ({allowed})."
            )
        return FisDriver(self._environment.aws_client("fis"), self.setting("fis_experiment_templates") or {})

    @cached_property
    def _environment(self) -> Any:
        if self._where is not None:
            return self._where
        from ManuelEnvironment import current_environment

        return current_environment()
