"""What went wrong with a request, in a few words, the same for every transport."""

import http.client
import socket

_KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (TimeoutError, "timeout"),
    (socket.gaierror, "host name not found"),
    (ConnectionRefusedError, "connection refused"),
    (http.client.RemoteDisconnected, "connection closed without a response"),
    (ConnectionError, "connection reset"),
    (http.client.IncompleteRead, "response cut short"),
)


def describe_failure(error: BaseException) -> str:
    """Return what an error means.

    Example:
        >>> describe_failure(ConnectionRefusedError())
        'connection refused'
    """
    return next((words for kind, words in _KINDS if isinstance(error, kind)), type(error).__name__)
