"""Resolves the names under `example.test` to this machine, in every Python process that has this folder on its path.

pycurl resolves names itself, so that it counts as not installed here.
"""

import socket
import sys
from typing import Any

sys.modules["pycurl"] = None  # type: ignore[assignment]
_resolve = socket.getaddrinfo


def _resolve_here(host: Any, *arguments: Any, **options: Any) -> Any:
    name = host.decode() if isinstance(host, bytes) else str(host)
    return _resolve("127.0.0.1" if name.endswith(".example.test") else host, *arguments, **options)


socket.getaddrinfo = _resolve_here
