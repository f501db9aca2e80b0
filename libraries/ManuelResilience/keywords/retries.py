"""Keywords for the pauses between retries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise, zip_longest
from statistics import fmean
from typing import Any

from robot.api import logger
from robot.api.deco import keyword

from ManuelResilience.imported import imported

Attempt = Mapping[str, Any]
SHORTEST_MEAN_MS = 25.0
FEWEST_CALLS = 6
"""How many calls have to be retried: fewer random pauses may be alike by chance."""
ALIKE = 0.1
"""Pauses are alike if they differ by no more than this share of the longest one before the same retry."""
MOST_ALIKE = 0.8
"""The share of pauses that are alike from which on they are not random: a busy machine makes some of them longer.

So many of the random pauses of six calls with two retries each were alike in none of 50,000 simulations with "full jitter", and
in 0.06 % of those with "equal jitter"; of the pauses before a single retry, in 0.1 % and 2 %."""


class RetryKeywords:
    """Keywords that check how long the backend waits before it retries."""

    @keyword(name="Retries Should Back Off", tags=["Retry", "Assertion"])
    def retries_should_back_off(
        self, call: str, *, longest: timedelta = timedelta(seconds=10)
    ) -> list[float]:
        """Fail unless the pauses before the retries of an AWS call have random and bounded lengths.

        Without pauses, retries make an overload worse. If all clients wait for the same time, be it longer each time, they retry
        at the same moment ("Exponential Backoff And Jitter", AWS Architecture Blog). So the pauses before the first retry of each
        call are compared, those before the second, and so on. That takes six calls that were retried.

        Args:
            call: `service.Operation`, as for `AWS Calls Should Be`.
            longest: The longest allowed pause.

        Returns:
            The pauses in milliseconds: those before first retries, then those before second ones, and so on.

        Raises:
            AssertionError: Too few calls were retried, or without pauses, or after equal ones, or after one that was too long.

        Example:
        ```robotframework
        FOR    ${_}    IN RANGE    6
            Let A Question Fail    ThrottlingException
            Ask Something New
        END
        Retries Should Back Off    bedrock-runtime.InvokeModel
        ```
        """
        by_retry = pauses_by_retry(imported("MockAWS").get_aws_calls(call))
        pauses = [pause for of_retry in by_retry for pause in of_retry]
        logger.info(f"Pauses before retries of {call}: {', '.join(f'{pause:.0f} ms' for pause in pauses)}.")
        if complaint := _complaint(by_retry, longest.total_seconds() * 1000):
            shown = ", ".join(f"{pause:.1f}" for pause in pauses) or "none"
            raise AssertionError(
                f"Expected pauses of random length, up to {longest.total_seconds():g} s, before retries of {call}.\n"
                f"Got {complaint}: {shown} (ms)."
            )
        return pauses


def pauses_by_retry(attempts: Sequence[Attempt]) -> list[list[float]]:
    """Return the pauses in milliseconds: those before the first retry of each call, those before the second, and so on.

    A pause lasts from the end of an attempt to the beginning of the next one of the same call.

    Args:
        attempts: Entries of a stand-in's journal, oldest first.
    """
    calls: dict[object, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        calls[attempt["invocation_id"]].append(attempt)
    by_call = [[_pause(earlier, later) for earlier, later in pairwise(tries)] for tries in calls.values()]
    return [[pause for pause in of_retry if pause is not None] for of_retry in zip_longest(*by_call)]


def _pause(earlier: Attempt, later: Attempt) -> float:
    return float(1000 * (later["started_at"] - earlier["started_at"]) - earlier["duration_ms"])


def _complaint(by_retry: Sequence[Sequence[float]], longest_ms: float) -> str | None:
    pauses = [pause for of_retry in by_retry for pause in of_retry]
    if not by_retry or len(by_retry[0]) < FEWEST_CALLS:
        return f"fewer than {FEWEST_CALLS} calls that were retried"
    if fmean(pauses) < SHORTEST_MEAN_MS:
        return "retries without pauses"
    if max(pauses) > longest_ms:
        return "a pause that is too long"
    if sum(map(_count_alike, by_retry)) >= MOST_ALIKE * len(pauses):
        return "pauses without jitter"
    return None


def _count_alike(pauses: Sequence[float]) -> int:
    """Return how many of the pauses, at most, differ so little that they are alike."""
    width = ALIKE * max(pauses)
    return max(sum(shortest <= pause <= shortest + width for pause in pauses) for shortest in pauses)
