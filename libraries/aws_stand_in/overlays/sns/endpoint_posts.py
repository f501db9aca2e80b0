"""Messages for HTTP endpoints: posted on threads of their own, and tried again."""

import ipaddress
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from http import HTTPStatus
from urllib.parse import urlsplit

from sns_engine import EndpointPost

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 15
RETRY_SECONDS = 0.2
"""How long a message waits before it is tried again; on AWS it is 20 seconds, unless a delivery policy says otherwise."""
_THREADS = 4


class EndpointPosts:
    """Posts messages to endpoints of this machine; no other is ever called.

    Args:
        alone: Keeps every other request of an account out, until the block ends.
    """

    def __init__(self, alone: Callable[[str], AbstractContextManager[None]]) -> None:
        self._alone = alone
        self._is_over = threading.Event()
        self._threads = ThreadPoolExecutor(_THREADS, "sns-endpoint")

    def accept(self, account_id: str, post: EndpointPost, on_failure: Callable[[], None]) -> None:
        """Post a message, and return at once.

        Args:
            account_id: The account of the topic.
            post: The message.
            on_failure: Called when the last attempt has failed, with the account's lock held.
        """
        self._threads.submit(self._process, account_id, post, on_failure).add_done_callback(_log_failure)

    def close(self) -> None:
        """Stop retrying messages."""
        self._is_over.set()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _process(self, account_id: str, post: EndpointPost, on_failure: Callable[[], None]) -> None:
        if not is_on_this_machine(post.url):
            logger.warning("A message does not leave this machine for %s.", _host_of(post.url))
        elif self._is_delivered(post):
            return
        if not self._is_over.is_set():
            with self._alone(account_id):
                on_failure()

    def _is_delivered(self, post: EndpointPost) -> bool:
        for _ in range(post.retries + 1):
            status = _status_of(post)
            if status is not None and status < HTTPStatus.MULTIPLE_CHOICES:
                return True
            if status is not None and not _is_worth_a_retry(status):
                return False
            if self._is_over.wait(RETRY_SECONDS):
                break
        return False


def is_on_this_machine(url: str) -> bool:
    """Return whether a URL addresses this machine."""
    host = _host_of(url)
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host_of(url: str) -> str:
    """Return the host of a URL; empty if there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _log_failure(posted: "Future[None]") -> None:
    if not posted.cancelled() and (error := posted.exception()):
        logger.error("A message could not be posted.", exc_info=error)


def _status_of(post: EndpointPost) -> int | None:
    """Post once; return the status, None if there was no response."""
    import requests

    with requests.Session() as session:
        session.trust_env = False
        try:
            response = session.post(
                post.url,
                data=post.body.encode(),
                headers=dict(post.headers),
                timeout=TIMEOUT_SECONDS,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            logger.warning("%s does not respond: %s", _host_of(post.url), type(error).__name__)
            return None
        return response.status_code


def _is_worth_a_retry(status: int) -> bool:
    return status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS
