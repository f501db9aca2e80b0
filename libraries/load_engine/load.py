"""Load: many requests at a time, sent by processes of their own so that the measuring process does not slow them down."""

from collections.abc import Sequence

from load_engine.exclusive import exclusive_measurement
from load_engine.job import Job
from load_engine.measurement import Measurement
from load_engine.models import Arrivals, Users
from load_engine.request_template import RequestTemplate
from load_engine.schedule import LoadStage
from load_engine.workers import measure_in_workers


def measure_users(  # noqa: PLR0913 - a load has these parts
    name: str,
    request: RequestTemplate,
    *,
    users: int,
    requests: int,
    workers: int = 1,
    warm_up: int = 0,
) -> Measurement:
    """Measure a number of users who each wait for a response before sending the next request.

    Args:
        name: What the measurement is called.
        request: What they send.
        users: How many requests are in flight at any time.
        requests: How many requests they send altogether.
        workers: How many processes share the users and the requests. The last requests are sent by fewer users if one process
            has finished before another.
        warm_up: How many requests each process sends beforehand, one after the other, that do not count.

    Raises:
        ValueError: There are fewer requests than users, or fewer users than workers.
        WorkerError: A sending process ended without a result.
    """
    plans = Users.shared(users, requests, workers)
    return _measure([Job(name, request, plan, warm_up) for plan in plans])


def measure_arrivals(  # noqa: PLR0913 - a load has these parts
    name: str,
    request: RequestTemplate,
    stages: Sequence[LoadStage],
    *,
    max_in_flight: int,
    workers: int = 1,
    warm_up: int = 0,
) -> Measurement:
    """Measure requests that are sent when they are due, whether or not earlier ones have been answered.

    Args:
        name: What the measurement is called.
        request: What is sent.
        stages: The rate over time.
        max_in_flight: How many requests may wait for a response; one that is due on top of them is dropped and counted.
        workers: How many processes share the schedule.
        warm_up: How many requests each process sends beforehand, one after the other, that do not count.

    Raises:
        ValueError: There is not at least one request in flight for each worker.
        BehindScheduleError: A request was sent more than a second late: the machine can't send at this rate.
        WorkerError: A sending process ended without a result.
    """
    plans = Arrivals.shared(stages, max_in_flight, workers)
    return _measure([Job(name, request, plan, warm_up) for plan in plans])


def _measure(jobs: Sequence[Job]) -> Measurement:
    with exclusive_measurement():
        return measure_in_workers(jobs)
