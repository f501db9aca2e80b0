"""The reference backend of Manuel: an API gateway that runs Lambda handlers, and the handlers.

The handlers are a backend like any other: they know boto3, and nothing of the tests that are run against them.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from manuel_sandbox.application import Application, create_application
    from manuel_sandbox.defects import Defect, DefectError, load_defect
    from manuel_sandbox.gateway.server import GatewayServer
    from manuel_sandbox.logs import configure_logging
    from manuel_sandbox.settings import Settings, SettingsError
    from manuel_sandbox.warming import warm_up

__all__ = [
    "Application",
    "Defect",
    "DefectError",
    "GatewayServer",
    "Settings",
    "SettingsError",
    "configure_logging",
    "create_application",
    "load_defect",
    "warm_up",
]

HOMES = {
    "Application": "application",
    "Defect": "defects",
    "DefectError": "defects",
    "GatewayServer": "gateway.server",
    "Settings": "settings",
    "SettingsError": "settings",
    "configure_logging": "logs",
    "create_application": "application",
    "load_defect": "defects",
    "warm_up": "warming",
}


def __getattr__(name: str) -> Any:
    """What the package offers is imported when it is first asked for: some of it is heavy."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{HOMES[name]}"), name)
