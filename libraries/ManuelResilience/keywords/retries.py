"""Keywords for the pauses between retries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from statistics import fmean
from typing import Any

from robot.api import logger
from robot.api.deco import keyword

from ManuelResilience.imported import imported

Attempt = Mapping[str, Any]
SHORTEST_MEAN_MS = 25.0
FEWEST_PAUSES = 3


class RetryKeywords:
    """Keywords that check how long the backend waits before it retries."""

    @keyword(name="Retries Should Back Off", tags=["Retry", "Assertion"])
    def retries_should_back_off(
        self, call: str, *, longest: timedelta = timedelta(seconds=10)
    ) -> list[float]:
        """Fail unless the pauses between the attempts of an AWS call have random and bounded lengths.

        Without pauses, retries make an overload worse; with equal pauses, all clients retry at the same time ("Exponential
        Backoff And Jitter", AWS Architecture Blog). A single random pause may be short, so the check needs three or more.

        Args:
            call: `service.Operation`, as for `AWS Calls Should Be`.
            longest: The longest allowed pause.

        Returns:
            The pauses in milliseconds.

        Raises:
            AssertionError: There were too few retries, or no pauses, or equal ones, or one that was too long.

        Example:
        ```robotframework
        Activate Failure    bedrock_throttling
        Ask    How do I descale it?    status=503
        Ask    How do I descale it?    status=503
        Retries Should Back Off    bedrock-runtime.InvokeModel
        ```
        """
        pauses = pauses_between(imported("MockAWS").get_aws_calls(call))
        logger.info(f"Pauses before retries of {call}: {', '.join(f'{pause:.0f} ms' for pause in pauses)}.")
        if complaint := _complaint(pauses, longest.total_seconds() * 1000):
            shown = ", ".join(f"{pause:.1f}" for pause in pauses) or "none"
            raise AssertionError(
                f"Expected pauses of random length, up to {longest.total_seconds():g} s, before retries of {call}.\n"
                f"Got {complaint}: {shown} (ms)."
            )
        return pauses


def pauses_between(attempts: Sequence[Attempt]) -> list[float]:
    """Return the milliseconds from the end of each attempt to the beginning of the next one of the same call.

    Args:
        attempts: Entries of a stand-in's journal, oldest first.
    """
    calls: dict[object, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        calls[attempt["invocation_id"]].append(attempt)
    return [
        1000 * (later["started_at"] - earlier["started_at"]) - earlier["duration_ms"]
        for tries in calls.values()
        for earlier, later in pairwise(tries)
    ]


def _complaint(pauses: Sequence[float], longest_ms: float) -> str | None:
    if len(pauses) < FEWEST_PAUSES:
        return "too few pauses"
    if fmean(pauses) < SHORTEST_MEAN_MS:
        return "retries without pauses"
    if max(pauses) > longest_ms:
        return "a pause that is too long"
    if max(pauses) - min(pauses) < 0.05 * max(pauses):
        return "pauses without jitter"
    return None
