"""Writes down each connection that a Python process opens, or tries to, beyond this machine.

Put this folder on `PYTHONPATH`, and the file to write in `CONNECT_WATCH`: every Python process of a run is watched.
"""

import os
import sys

LOOPBACK = ("127.0.0.1", "::1", "localhost", "0.0.0.0")


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host is not None and host not in LOOPBACK:
        with open(os.environ["CONNECT_WATCH"], "a", encoding="utf-8") as log:  # noqa: PTH123 - pathlib is not imported in every process
            log.write(f"{event} {arguments[1:]} {host} in {sys.argv[:3]}\n")


sys.addaudithook(_watch)
