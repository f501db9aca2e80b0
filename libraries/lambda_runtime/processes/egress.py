"""Redirects all connections of a process that has a proxy to it, also those of libraries that support none.

Names of other machines are resolved to a public address, which stands for all of the internet, so that a function that refuses
private addresses refuses none of them; connections to it are redirected to the proxy, which presents itself as the host
that it is asked for. Some names have other addresses. An address of another machine that no name has can't be connected to.
"""

import functools
import itertools
import json
import os
import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

PROXY = "HTTPS_PROXY"
ADDRESSES = "EGRESS_ADDRESSES"
"""The variable with the addresses of names, a list for each look-up in turn: `{"private.example.com": [["10.0.0.8"]]}`."""
INTERNET = "192.31.196.1"
"""An address of a block that IANA registers as globally reachable (RFC 7535); never contacted."""
SENDING = {"socket.connect": "A connection", "socket.sendto": "A datagram", "socket.sendmsg": "A datagram"}
"""The audit events with the address of another machine, and what they tell of."""

resolve_address = socket.getaddrinfo


def use_proxy_of_environment() -> None:
    """Lead connections to the proxy that the environment names, if it names one."""
    if PROXY in os.environ:
        proxy = urlsplit(os.environ[PROXY])
        resolve_names(json.loads(os.environ.get(ADDRESSES, "{}")))
        lead_to(str(proxy.hostname), int(proxy.port or 0))


def resolve_names(addresses: Mapping[str, Sequence[Sequence[str]]]) -> None:
    """Resolve names without asking a name server.

    Args:
        addresses: The addresses of names that have others than `INTERNET`.
    """
    resolve: Any = socket.getaddrinfo
    resolve_one = socket.gethostbyname
    turns = {name: itertools.cycle(answers) for name, answers in addresses.items()}

    @functools.wraps(resolve)
    def getaddrinfo(name: Any, *arguments: Any, **options: Any) -> Any:
        return [
            entry for address in _addresses(name, turns) for entry in resolve(address, *arguments, **options)
        ]

    socket.getaddrinfo = getaddrinfo  # type: ignore[assignment]
    socket.gethostbyname = lambda name: resolve_one(_addresses(name, turns)[0])


def lead_to(host: str, port: int) -> None:
    """Lead connections to the internet to a proxy."""

    def led(connect: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(connect)
        def lead(self: socket.socket, address: Any) -> Any:
            is_led = isinstance(address, tuple) and address[0] == INTERNET
            return connect(self, (host, port) if is_led else address)

        return lead

    socket.socket.connect = led(socket.socket.connect)  # type: ignore[method-assign]
    socket.socket.connect_ex = led(socket.socket.connect_ex)  # type: ignore[method-assign]
    sys.addaudithook(refuse_other_machines)


def refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse connections and datagrams to other machines; an audit hook (`sys.addaudithook`)."""
    if event in SENDING and isinstance(arguments[1], tuple) and not is_local(arguments[1][0]):
        raise PermissionError(
            f"{SENDING[event]} to {arguments[1][0]} was refused: nothing here reaches the internet."
        )


def is_local(name: Any) -> bool:
    """Return whether a host is this machine."""
    text = _text(name)
    if text in ("", "localhost", "0.0.0.0"):  # noqa: S104 - as a destination
        return True
    try:
        return ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _addresses(name: Any, turns: Mapping[str, Iterator[Sequence[str]]]) -> Sequence[Any]:
    text = _text(name).lower()
    if text in turns:
        return next(turns[text])
    return [name] if is_local(name) or _is_address(text) else [INTERNET]


def _is_address(text: str) -> bool:
    """Return whether a host is an address, also one in a spelling of `inet_aton` such as `0x7f.1`, and needs no name server."""
    try:
        resolve_address(text, None, flags=socket.AI_NUMERICHOST)
    except OSError:
        return False
    return True


def _text(name: Any) -> str:
    return name.decode("ascii", "replace") if isinstance(name, bytes) else str(name or "")
