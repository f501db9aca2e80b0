"""Send requests at the same moment, or one while something else happens."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from ManuelAPI.session import timeout
from ManuelAPI.unreachable import unreachable

if TYPE_CHECKING:
    from requests import PreparedRequest, Response


def send_simultaneously(requests: "Sequence[PreparedRequest]") -> "list[Response]":
    """Send prepared requests, each on its own connection, all of them starting when the last one is ready.

    Returns:
        The responses, in the order of the requests.

    Raises:
        ApiUnreachableError: There was no response to one of them.
    """
    starting_line = threading.Barrier(len(requests))
    with ThreadPoolExecutor(len(requests), thread_name_prefix="simultaneous") as threads:
        return list(threads.map(lambda request: _send(request, starting_line), requests))


def send_in_background(request: "PreparedRequest") -> "Future[Response]":
    """Begin to send a prepared request on a connection of its own.

    Returns:
        What becomes the response. Its result raises an ApiUnreachableError if there was none.
    """
    threads = ThreadPoolExecutor(1, thread_name_prefix="meanwhile")
    try:
        return threads.submit(_send, request, threading.Barrier(1))
    finally:
        threads.shutdown(wait=False)


def _send(request: "PreparedRequest", starting_line: threading.Barrier) -> "Response":
    from requests import Session

    with Session() as session:
        settings = session.merge_environment_settings(request.url, {}, False, None, None)
        starting_line.wait()
        started = time.monotonic()
        try:
            return session.send(request, timeout=timeout(), allow_redirects=False, **settings)
        except OSError as error:  # requests' exceptions are OSErrors
            raise unreachable(request, error, time.monotonic() - started) from None
