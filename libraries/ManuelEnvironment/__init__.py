"""The tested environment: its settings, its capabilities, and the local stack."""

from manuel_stack.errors import StackError
from ManuelEnvironment.capabilities import Capability
from ManuelEnvironment.environment import Environment
from ManuelEnvironment.errors import BlockedError, ConfigurationError, EnvironmentUnreachableError
from ManuelEnvironment.library import ManuelEnvironment
from ManuelEnvironment.process_state import running_environment
from ManuelEnvironment.request_guards import guard_http_sessions, request_gate
from ManuelEnvironment.startup import current_environment, stop_environment

__all__ = [
    "BlockedError",
    "Capability",
    "ConfigurationError",
    "Environment",
    "EnvironmentUnreachableError",
    "ManuelEnvironment",
    "StackError",
    "current_environment",
    "guard_http_sessions",
    "request_gate",
    "running_environment",
    "stop_environment",
]
