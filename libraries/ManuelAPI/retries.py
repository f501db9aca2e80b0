"""Retries of requests that get no response at all, as many as the setting `max_retries` allows."""

from typing import Any, Self

from urllib3 import Retry
from urllib3.exceptions import ReadTimeoutError

BACKOFF_FACTOR = 0.1
"""The first retry follows immediately, the next ones after 0.2 s, 0.4 s, 0.8 s …"""


class RetriesWithoutResponse(Retry):
    """The decision about which requests are sent again; urllib3 logs each retry as a warning, which Robot Framework shows.

    A request is sent again if no connection could be made or, if its method is idempotent (RFC 9110, section 9.2.2), if the
    connection broke before the response. It is never sent again after a response, whatever its status, nor after a timeout:
    the API may still be processing it.
    """

    @classmethod
    def up_to(cls, retries: int) -> Self:
        """Allow this many retries of each request."""
        return cls(total=retries, other=0, backoff_factor=BACKOFF_FACTOR, respect_retry_after_header=False)

    def increment(self, *request: Any, **outcome: Any) -> Self:
        """Count a retry, or raise the error if none is left or the request must not be sent again."""
        if isinstance(error := outcome.get("error"), ReadTimeoutError):
            raise error
        return super().increment(*request, **outcome)

    def __repr__(self) -> str:
        return f"retries left: {self.total}"
