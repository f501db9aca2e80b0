"""Whether anything listens at the API's address."""

import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ManuelEnvironment.errors import EnvironmentUnreachableError

if TYPE_CHECKING:
    from ManuelEnvironment.settings import Settings

REACH_TIMEOUT = 3.0


def require_reachable(settings: "Settings", api_url: str) -> None:
    """Require that something listens at the API's address.

    Args:
        settings: The environment's.
        api_url: Where the API is reached: at its own URL, or at that of a proxy.

    Raises:
        EnvironmentUnreachableError: Nothing does.
    """
    address = urlsplit(api_url)
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        socket.create_connection((address.hostname, port), REACH_TIMEOUT).close()
    except OSError as error:
        raise EnvironmentUnreachableError(
            f"nothing is listening at {settings.api_base_url} ({error}): start the {settings.environment} API, "
            f"or correct api_base_url in its variable file"
        ) from None
