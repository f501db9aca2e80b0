"""The secrets of channels, from the environment variables that the settings name."""

import os

from manuel_runner.alerts.errors import DeliveryError


def secret_from(variable: str) -> str:
    """Return the value of an environment variable.

    Raises:
        DeliveryError: It is not set.
    """
    value = os.environ.get(variable)
    if not value:
        raise DeliveryError(f"the environment variable {variable} is not set")
    return value
