"""Addresses that must be on this machine: the local stack's, and that of a proxy for the API."""

import os

from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.urls import require_url
from request_gate.hosts import host_of, is_loopback

API_PROXY_VARIABLE = "MANUEL_API_PROXY"


def require_loopback(url: str) -> str:
    """Return the URL, which must be on this machine.

    Raises:
        ConfigurationError: It is not, or is no address; `local` never connects to AWS itself.
    """
    require_url(url, "the address of the local stack")
    host = host_of(url)
    if not is_loopback(host):
        raise ConfigurationError(f"{url}: the local environment connects to this machine only, not to {host}")
    return url


def api_proxy() -> str | None:
    """Return the proxy that stands for the API of a deployed environment, from `MANUEL_API_PROXY`.

    Raises:
        ConfigurationError: It is not on this machine.
    """
    url = os.environ.get(API_PROXY_VARIABLE)
    return require_proxy_on_this_machine(url) if url else None


def require_proxy_on_this_machine(url: str) -> str:
    """Return the URL of a proxy for the API, which must be on this machine.

    Raises:
        ConfigurationError: It is not, or is no address: another API needs a settings file of its own.
    """
    require_url(url, "the proxy for the API")
    if not is_loopback(host_of(url)):
        raise ConfigurationError(
            f"{url}: a proxy for the API must be on this machine; another API needs a settings file of its own"
        )
    return url.rstrip("/")
