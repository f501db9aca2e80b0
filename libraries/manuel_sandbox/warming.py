"""What can be done before it is waited for."""

import importlib

from manuel_sandbox.aws.clients import read_models

MODULES = ("application", "defects", "gateway.server", "logs")


def warm_up() -> None:
    """Import and read what the first request of a process would wait for. Starts no thread, opens no connection."""
    for module in MODULES:
        importlib.import_module(f"manuel_sandbox.{module}")
    read_models()
