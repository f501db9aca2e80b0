"""What can be done before the first request has to wait for it."""

import importlib

from manuel_sandbox.aws.clients import read_models

MODULES = (
    "loopback_server.server",
    "manuel_sandbox.application",
    "manuel_sandbox.defects",
    "manuel_sandbox.logs",
)


def warm_up() -> None:
    """Import and read what the first request of a process needs. Start no thread, and open no connection."""
    for module in MODULES:
        importlib.import_module(module)
    read_models()
