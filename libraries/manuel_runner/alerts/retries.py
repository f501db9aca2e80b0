"""Retry what may succeed the next time."""

from collections.abc import Callable

import tenacity

from manuel_runner.alerts.errors import TemporaryDeliveryError

ATTEMPTS = 3
FIRST_WAIT_SECONDS = 1.0


def with_retries(send: Callable[[], None]) -> None:
    """Send up to three times, after one second and after two more.

    Raises:
        DeliveryError: What the last attempt raised.
    """
    tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(TemporaryDeliveryError),
        stop=tenacity.stop_after_attempt(ATTEMPTS),
        wait=tenacity.wait_exponential(multiplier=FIRST_WAIT_SECONDS),
        reraise=True,
    )(send)
