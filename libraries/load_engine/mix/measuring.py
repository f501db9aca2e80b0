"""Sending a mix from this machine."""

from collections.abc import Sequence

from load_engine.exclusive import exclusive_measurement
from load_engine.job import Job, Plan
from load_engine.measurement import Measurement
from load_engine.mix.model import LoadMix
from load_engine.mix.source import MixSource
from load_engine.models import Arrivals
from load_engine.population import Population
from load_engine.token_renewal import TokenSource
from load_engine.workers import measure_in_workers


def measure_mix(source: MixSource, *, max_in_flight: int, tokens: TokenSource | None = None) -> Measurement:
    """Send a mix, and measure it.

    Args:
        source: The requests of the mix.
        max_in_flight: How many requests may wait for a response; at a rate, one that is due on top is dropped and counted.
        tokens: Where new tokens come from when the first ones are about to expire.

    Returns:
        The measurement of all requests, with a part for each kind of request.

    Raises:
        ValueError: There are more users, or more workers, than requests that may wait for a response.
        BehindScheduleError: A request was sent more than a second late: the machine can't send at this rate.
        WorkerError: A sending process ended without a result.
    """
    plans = _plans(source.mix, max_in_flight)
    with exclusive_measurement():
        return measure_in_workers([Job(source.mix.name, source, plan, warm_up=0) for plan in plans], tokens)


def _plans(mix: LoadMix, max_in_flight: int) -> Sequence[Plan]:
    if mix.rate_stages:
        return Arrivals.shared(mix.rate_stages, max_in_flight, mix.workers)
    if mix.most_users > max_in_flight:
        raise ValueError(
            f"{mix.name} has up to {mix.most_users} users. Expected at most {max_in_flight}, "
            "since no more requests may be in flight."
        )
    think_time = mix.think_time or (0.0, 0.0)
    return [
        Population(mix.user_stages, think_time, mix.seed, worker, mix.workers)
        for worker in range(mix.workers)
    ]
