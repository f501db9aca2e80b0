"""The time of the user pool, by which codes, challenges and lockouts end; on a local stack a test can set it forward."""

import json
import time
import urllib.request
from datetime import timedelta

from ManuelEnvironment import Capability, ConfigurationError, current_environment

_CONTROL_SECONDS = 10


class PoolTime:
    """How far the time of the user pool is ahead of this machine's."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Return the user pool's time in epoch seconds."""
        return time.time() + self._ahead

    def advance(self, duration: timedelta) -> None:
        """Set the time of the user pool forward, until `restore`.

        Raises:
            ConfigurationError: The environment does not offer time-control.
        """
        seconds = duration.total_seconds()
        self._ask_stand_in("POST", {"advance_seconds": seconds})
        self._ahead += seconds

    def pass_to(self, moment: float) -> None:
        """Set the user pool's time forward to `moment`, in epoch seconds, or wait for it where time cannot be set."""
        seconds = max(0.0, moment - self.now())
        if current_environment().offers(Capability.TIME_CONTROL):
            self.advance(timedelta(seconds=seconds))
        else:
            time.sleep(seconds)

    def restore(self) -> None:
        """Let the user pool go by this machine's time again."""
        if not self._ahead:
            return
        self._ask_stand_in("DELETE", None)
        self._ahead = 0.0

    def _ask_stand_in(self, method: str, content: object) -> None:
        environment = current_environment()
        if environment.stack is None or not environment.offers(Capability.TIME_CONTROL):
            raise ConfigurationError(
                f"environment {environment.settings.environment} does not offer time-control: tag the test "
                "needs:time-control, so that it is skipped there"
            )
        stack = environment.stack
        url = f"{stack.aws_endpoint_url}/_mockaws/user-pools/clock?account_id={stack.account_id}"
        request = urllib.request.Request(url, json.dumps(content).encode(), method=method)  # noqa: S310 - the local stack
        urllib.request.urlopen(request, timeout=_CONTROL_SECONDS).close()  # noqa: S310
