"""The tested environment: its settings, its capabilities, and the local stack."""

from manuel_stack.errors import StackError
from ManuelEnvironment.capabilities import Capability
from ManuelEnvironment.environment import (
    Environment,
    current_environment,
    running_environment,
    stop_environment,
)
from ManuelEnvironment.errors import ConfigurationError, EnvironmentUnreachableError
from ManuelEnvironment.library import ManuelEnvironment

__all__ = [
    "Capability",
    "ConfigurationError",
    "Environment",
    "EnvironmentUnreachableError",
    "ManuelEnvironment",
    "StackError",
    "current_environment",
    "running_environment",
    "stop_environment",
]
