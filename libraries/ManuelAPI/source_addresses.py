"""Requests from another address of this machine: all of 127.0.0.0/8 is this machine, on Linux without any settings."""

import ipaddress
import socket
import time
from typing import TYPE_CHECKING, Any

from requests import Session
from requests.adapters import HTTPAdapter
from robot.api import SkipExecution

from ManuelAPI.session import timeout
from ManuelAPI.unreachable import unreachable
from ManuelEnvironment import current_environment
from ManuelEnvironment.local_addresses import api_proxy
from request_gate.hosts import host_of

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

ANY_PORT = 0


class SourceAddressAdapter(HTTPAdapter):
    """Opens its connections from one address.

    Args:
        address: The address, such as `127.0.0.2`.
    """

    def __init__(self, address: str) -> None:
        self._source_address = (address, ANY_PORT)
        super().__init__()

    def init_poolmanager(self, *sizes: Any, **options: Any) -> None:
        """Make the pool of connections."""
        super().init_poolmanager(*sizes, **options, source_address=self._source_address)


def require_source_address(address: str) -> None:
    """Skip the test if the API cannot be reached from another address of this machine.

    Raises:
        SkipExecution: The API is not on this machine, or a proxy is before it, or this machine has no such address.
    """
    environment = current_environment()
    if environment.stack is None and api_proxy() is not None:
        raise SkipExecution("a proxy stands for the API, which sees no address but that of the proxy")
    host = host_of(environment.api_base_url)
    if not _is_here(host):
        raise SkipExecution(f"the API is at {host}: only one on this machine has other clients here")
    if not _has_address(address):
        raise SkipExecution(f"this machine has no address {address} to send from")


def send_from(address: str, request: "PreparedRequest") -> "Response":
    """Send a prepared request from another address of this machine, on a connection of its own, past all proxies.

    Raises:
        ApiUnreachableError: There was no response.
    """
    with Session() as session:
        session.mount("http://", SourceAddressAdapter(address))
        session.mount("https://", SourceAddressAdapter(address))
        settings = session.merge_environment_settings(request.url, {}, False, None, None)
        settings["proxies"] = {}
        started = time.monotonic()
        try:
            return session.send(request, timeout=timeout(), allow_redirects=False, **settings)
        except OSError as error:  # requests' exceptions are OSErrors
            raise unreachable(request, error, time.monotonic() - started) from None


def _is_here(host: str) -> bool:
    """Return whether a host is this machine, by a name or an address of IPv4, which other addresses of it can connect to."""
    try:
        return ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _has_address(address: str) -> bool:
    with socket.socket() as attempt:
        try:
            attempt.bind((address, ANY_PORT))
        except OSError:
            return False
    return True
