"""What can be done before it is waited for."""

import importlib

from manuel_sandbox.aws.clients import read_models

MODULES = (
    "loopback_server.server",
    "manuel_sandbox.application",
    "manuel_sandbox.defects",
    "manuel_sandbox.logs",
)


def warm_up() -> None:
    """Import and read what the first request of a process would wait for. Starts no thread, opens no connection."""
    for module in MODULES:
        importlib.import_module(module)
    read_models()
