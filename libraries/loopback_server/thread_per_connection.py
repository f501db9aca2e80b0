"""Threads that serve one connection each."""

import logging
import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from loopback_server.accepted_connection import AcceptedConnection
from loopback_server.connections import JOIN_SECONDS

logger = logging.getLogger(__name__)

Preparation = Callable[[socket.socket], AbstractContextManager[socket.socket]]
"""Yields the socket from which the requests of a connection are read."""


class ThreadPerConnection:
    """Serves each connection on a thread of its own, so that requests of several connections are answered at the same time.

    Args:
        prepare: Brings a connection to the point where its first request comes, such as by a TLS handshake, and yields what the
            requests are read from.
    """

    def __init__(self, prepare: Preparation = nullcontext) -> None:
        self._prepare = prepare
        self._threads: set[threading.Thread] = set()

    def serve(self, connection: AcceptedConnection) -> None:
        """Serve a connection until it ends."""
        thread = threading.Thread(
            target=self._serve, args=(connection,), name=connection.thread_name, daemon=True
        )
        self._threads.add(thread)
        thread.start()

    def stop(self) -> None:
        """Wait for the threads, whose connections have been closed."""
        for thread in tuple(self._threads):
            thread.join(JOIN_SECONDS)

    def _serve(self, connection: AcceptedConnection) -> None:
        try:
            with self._prepare(connection.client) as prepared:
                handler = connection.handler(prepared)
                while handler.answer_next():
                    pass
        except (ConnectionError, TimeoutError) as error:
            logger.info("A connection ended before its first request: %s", error)
        except Exception:
            logger.exception("A connection failed before its first request.")
        finally:
            connection.close()
            self._threads.discard(threading.current_thread())
