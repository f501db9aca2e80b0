"""HTTP debugging, which prints whole requests.

`Create Session    debug=1` turns it on for every later connection of the process.
"""

import functools
from collections.abc import Callable
from typing import Any

from request_gate.hosts import is_loopback

AWS_DOMAINS = (".amazonaws.com", ".amazonaws.com.cn")


@functools.cache
def turn_off_http_debugging(concerns: Callable[[str], bool]) -> None:
    """Have connections of urllib3, and so of requests and boto3, to certain hosts print nothing.

    Args:
        concerns: Whether the connections to a host are concerned.
    """
    from urllib3.connection import HTTPConnection

    connect = HTTPConnection.__init__

    @functools.wraps(connect)
    def connect_quietly(self: HTTPConnection, host: str, *args: Any, **options: Any) -> None:
        connect(self, host, *args, **options)
        if concerns(host):
            self.set_debuglevel(0)

    HTTPConnection.__init__ = connect_quietly  # type: ignore[method-assign]


def is_this_machine_or_aws(host: str) -> bool:
    """Return whether a host is this machine or one of AWS."""
    return is_loopback(host) or host.endswith(AWS_DOMAINS)
