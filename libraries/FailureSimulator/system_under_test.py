"""What is made to fail: an environment, or any server with a fault engine at a URL."""

from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from FailureSimulator.drivers import AwsFaultsDriver, Defaults, EngineDriver, FaultDriver
from FailureSimulator.errors import FailureSimulationError
from FailureSimulator.fis import FisDriver
from manuel_stack.errors import StackError
from ManuelEnvironment.stand_in import FAULT_CONTROL_PATH

if TYPE_CHECKING:
    from ManuelEnvironment import Environment

CAPABILITY = "fault-injection"
DEFAULTS = {"duration": "failure_duration_seconds", "probability": "failure_probability"}
"""The settings of the environment that are the defaults of options of rules."""


class SystemUnderTest:
    """Finds the driver and the settings when they are first needed.

    Args:
        where: A URL, an environment, or None for the environment that the suites run against.
    """

    def __init__(self, where: Any = None) -> None:
        self._where = where

    def driver(self) -> FaultDriver:
        """Return the driver that activates faults in the system.

        Raises:
            FailureSimulationError: The environment offers no fault injection, or its host is not allowed to fail.
        """
        return self._driver

    def setting(self, name: str) -> Any:
        """Return a setting of the environment, None for a bare URL or an unknown setting."""
        return None if isinstance(self._where, str) else getattr(self._environment.settings, name, None)

    def deployed_name(self, kind: str, name: str) -> str:
        """Return the deployed name of a resource by its role in Manuel; behind a bare URL nothing has a role."""
        return name if isinstance(self._where, str) else str(self._environment.deployed_name(kind, name))

    def defaults(self) -> Defaults:
        """Return the options for rules that do not set them."""
        known = {option: self.setting(name) for option, name in DEFAULTS.items()}
        return {option: value for option, value in known.items() if value is not None}

    def running_driver(self) -> FaultDriver | None:
        """Return the driver if there is a fault engine of ours already; start nothing."""
        if self._where is not None:
            return self._driver
        from ManuelEnvironment import running_environment

        environment = running_environment()
        return self._driver if environment is not None and _has_an_engine(environment) else None

    @cached_property
    def _driver(self) -> FaultDriver:
        url = (
            self._where.rstrip("/") + FAULT_CONTROL_PATH
            if isinstance(self._where, str)
            else self._environment.fault_engine_url
        )
        if url is not None:
            is_foreign = self._where is None and self._environment.stack is None
            return (AwsFaultsDriver if is_foreign else EngineDriver)(url, self.defaults())
        return self._deployed_driver(self._environment.settings)

    def _deployed_driver(self, settings: Any) -> FisDriver:
        """Return AWS's own fault injection, if the environment offers it and its host is allowed."""
        name = settings.environment
        if not self._environment.offers(CAPABILITY):
            raise FailureSimulationError(
                f"Environment {name} does not offer {CAPABILITY}. Tag the test `needs:{CAPABILITY}`."
            )
        host = urlsplit(settings.api_base_url).hostname
        if host not in settings.allowed_hosts:
            allowed = ", ".join(settings.allowed_hosts) or "none"
            raise FailureSimulationError(
                f"Failures are not allowed in environment {name}: {host} is not among its allowed_hosts ({allowed})."
            )
        return FisDriver(self._environment.aws_client("fis"), self.setting("fis_experiment_templates") or {})

    @cached_property
    def _environment(self) -> Any:
        if self._where is not None:
            return self._where
        from ManuelEnvironment import current_environment

        return current_environment()


def _has_an_engine(environment: "Environment") -> bool:
    """Return whether an environment has a fault engine; a local stack that did not start has none."""
    try:
        return environment.fault_engine_url is not None
    except StackError:
        return False
