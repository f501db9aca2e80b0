"""The reference backend of Manuel: an API gateway that runs Lambda handlers, and the handlers.

The handlers are a backend like any other: they know boto3, and nothing of the tests that are run against them.
"""

from manuel_sandbox.application import Application, create_application
from manuel_sandbox.aws.clients import warm_up
from manuel_sandbox.defects import Defect, DefectError, load_defect
from manuel_sandbox.gateway.server import GatewayServer
from manuel_sandbox.logs import configure_logging
from manuel_sandbox.settings import Settings, SettingsError

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
