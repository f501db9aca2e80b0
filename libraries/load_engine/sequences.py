"""Measurements of one request after another, in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import SystemRandom
from time import perf_counter

from load_engine.cache_evidence import came_from_cache
from load_engine.comparison import SampleComparison
from load_engine.exclusive import exclusive_measurement
from load_engine.measurement import Measurement
from load_engine.models import one_by_one
from load_engine.request_template import NUMBER, RequestTemplate
from load_engine.timed_response import TimedResponse
from load_engine.transports import Transport, open_transport

_NUMBERS = 10**9


def measure_sequence(name: str, request: RequestTemplate, *, requests: int, warm_up: int) -> Measurement:
    """Measure requests one after the other on one connection.

    Args:
        name: What the measurement is called.
        request: What is sent.
        requests: How many requests are measured.
        warm_up: How many are sent beforehand; they only show what opening the connection costs.

    Raises:
        ValueError: There is no request to measure, or the warm-up is negative.
    """
    _require(requests >= 1, f"Expected 1 request or more to measure; got {requests}.")
    _require(warm_up >= 0, f"Expected 0 or more requests to warm up; got {warm_up}.")
    with _transport(request) as transport:
        measurement = Measurement(name, "sequential", transport.name)
        for response in one_by_one(transport, range(-warm_up, 0)):
            measurement.record_opening(response)
        start = perf_counter()
        for response in one_by_one(transport, range(requests)):
            measurement.record(response, second=int(response.sent - start))
        measurement.seconds = perf_counter() - start
    measurement.peak_in_flight = 1
    return measurement


def compare_cached(name: str, request: RequestTemplate, *, pairs: int, warm_up: int) -> SampleComparison:
    """Compare requests that a cache can't know with requests that it must know, in turns.

    Args:
        name: What the comparison is called.
        request: What is sent; `{number}` tells requests apart.
        pairs: How many of each kind are measured.
        warm_up: How many pairs are sent beforehand and not counted.

    Raises:
        ValueError: The requests are all the same, or there are too few.
        AssertionError: A request failed.
    """
    _require(
        NUMBER in request.url or NUMBER in (request.body or ""),
        f"Neither the path nor the body contains {NUMBER}, so all requests are the same, and the cache knows them.",
    )
    _require(pairs >= 2, f"Expected 2 pairs or more, preferably 30; got {pairs}.")  # noqa: PLR2004
    users = max(1, len(request.tokens))
    base = SystemRandom().randrange(_NUMBERS) * users  # unknown to any cache, whatever was measured before
    comparison = SampleComparison(name, slower_name="miss", faster_name="hit")
    with _transport(request) as transport:
        for user in range(users):
            _succeeded(transport, base + user)
        for pair in range(-warm_up, pairs):
            user = pair % users
            known, unknown = base + user, base + users * (warm_up + pair + 1) + user
            first, second = (known, unknown) if pair % 2 else (unknown, known)
            responses = {number: _succeeded(transport, number) for number in (first, second)}
            if pair >= 0:
                _record_pair(comparison, miss=responses[unknown], hit=responses[known])
    return comparison


def _record_pair(comparison: SampleComparison, *, miss: TimedResponse, hit: TimedResponse) -> None:
    comparison.slower.append(miss.duration)
    comparison.faster.append(hit.duration)
    comparison.proven += came_from_cache(hit) is True
    comparison.disproven += (came_from_cache(hit) is False) + (came_from_cache(miss) is True)


def _succeeded(transport: Transport, number: int) -> TimedResponse:
    (response,) = one_by_one(transport, [number])
    if response.error is not None:
        raise AssertionError(
            f"Expected every request to succeed.\nGot {response.error}: {response.content.body[:300]!r}"
        )
    return response


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)


@contextmanager
def _transport(request: RequestTemplate) -> Iterator[Transport]:
    with exclusive_measurement():
        transport = open_transport(request, connections=1, keeps_content=True)
        try:
            yield transport
        finally:
            transport.close()
