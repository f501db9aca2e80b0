"""Leads all connections of a process that has a proxy to that proxy, also those of libraries that know of none.

Names of other machines are resolved to the proxy's address, which presents itself as whatever host it is asked for. An address of
another machine that nobody has resolved can't be connected to.
"""

import functools
import os
import socket
import sys
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

PROXY = "HTTPS_PROXY"


def use_proxy_of_environment() -> None:
    """Lead connections to the proxy that the environment names, if it names one."""
    if PROXY in os.environ:
        address = urlsplit(os.environ[PROXY])
        lead_to(str(address.hostname), int(address.port or 0))


def lead_to(host: str, port: int) -> None:
    """Lead connections to a proxy."""
    resolve: Any = socket.getaddrinfo

    @functools.wraps(resolve)
    def resolve_to_proxy(name: Any, service: Any, *arguments: Any, **options: Any) -> Any:
        if is_local(name):
            return resolve(name, service, *arguments, **options)
        return resolve(host, port, type=socket.SOCK_STREAM)

    socket.getaddrinfo = resolve_to_proxy  # type: ignore[assignment]
    socket.gethostbyname = lambda name: host if not is_local(name) else name
    sys.addaudithook(refuse_other_machines)


def refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse connections to other machines; an audit hook (`sys.addaudithook`)."""
    if event == "socket.connect" and isinstance(arguments[1], tuple) and not is_local(arguments[1][0]):
        raise PermissionError(
            f"A connection to {arguments[1][0]} was refused: nothing here reaches the internet."
        )


def is_local(name: Any) -> bool:
    """Return whether a host is this machine."""
    text = name.decode("ascii", "replace") if isinstance(name, bytes) else str(name or "")
    if text in ("", "localhost", "0.0.0.0"):  # noqa: S104 - as a destination
        return True
    try:
        return ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False
