"""Many requests at a time, sent by separate processes."""

import math
from datetime import timedelta
from typing import Any

from robot.api.deco import keyword
from robot.utils import timestr_to_secs

from load_engine import LoadStage, Measurement, RequestTemplate, measure_arrivals, measure_users
from load_engine.rates import Rate
from load_engine.stages import parse_stage
from PerfMetrics.api_requests import most_concurrent_requests, request_to, require_load
from PerfMetrics.machine import with_control_measurement
from PerfMetrics.recorder import MeasurementRecorder


class LoadKeywords:
    """Send load to environments that allow it."""

    def __init__(self, recorder: MeasurementRecorder) -> None:
        self._recorder = recorder

    @keyword(tags=["Load"])
    def run_concurrent_requests(  # noqa: PLR0913 - a request has these parts
        self,
        route: str,
        *,
        users: int = 10,
        requests: int | None = None,
        workers: int = 1,
        warm_up: int = 1,
        body: Any = None,
        identities: list[Any] | None = None,
        name: str | None = None,
    ) -> Measurement:
        """Send requests as several users, who all start at the same moment and wait for each response before the next request.

        This is the closed model: when the server slows down, so do its users. It shows whether concurrent requests slow each
        other down. For response times at a given rate, use [Run Load].

        Args:
            route: Method and path, such as `GET /health`. `{number}` in the path or body stands for the number of the request,
                counted from 0.
            users: How many requests are in flight at any time; at most the environment's `max_concurrent_requests`.
            requests: How many requests are sent in total; one for each user by default.
            workers: How many processes share the users, as for [Run Load].
            warm_up: How many requests each process sends first without counting them.
            body: A value to send as JSON.
            identities: Users whose tokens are sent in turn, as `Sign In` returns them; the current user by default.
            name: The name of the measurement in reports; the route and the number of users by default.

        Returns:
            The measurement, for [Measurement Should Meet].

        Raises:
            PermissionError: The environment does not have the capability `load`.
            ValueError: There are more users than the environment allows, fewer requests than users, or fewer users than workers.

        Example:
        ```robotframework
        Run Concurrent Requests    GET /health    users=20    requests=400
        Measurement Should Meet    p(95)<300    error_rate==0    throughput>100
        ```
        """
        require_load()
        allowed = most_concurrent_requests()
        if users > allowed:
            raise ValueError(
                f"Expected at most {allowed} users, the environment's max_concurrent_requests; got {users}."
            )
        with with_control_measurement() as control:
            measurement = measure_users(
                name or f"{route} by {users} users",
                request_to(route, requests=math.inf, body=body, identities=identities),
                users=users,
                requests=users if requests is None else requests,
                workers=workers,
                warm_up=warm_up,
            )
        self._recorder.record(measurement, control)
        return measurement

    @keyword(tags=["Load"])
    def run_load(  # noqa: PLR0913 - a load has these parts
        self,
        route: str,
        *,
        rate: Rate,
        duration: timedelta,
        ramp_up: timedelta = timedelta(0),
        max_in_flight: int | None = None,
        workers: int = 1,
        warm_up: int = 10,
        body: Any = None,
        identities: list[Any] | None = None,
        name: str | None = None,
    ) -> Measurement:
        """Send requests at a given rate, whether or not earlier ones have been answered.

        This is the open model of users who act independently of each other. Response times count from the moment a request was
        due, so a server that stalls for a second shows it in the percentiles; tools that wait for responses hide this (Tene,
        *How NOT to Measure Latency*).

        A request that is due while `max_in_flight` others are unanswered is not sent but counted as dropped, which is a failure.
        The sender also measures its own lateness: it is part of the response times, is reported as `late_p99_ms`, and can be
        limited with `late_p(99)<10`.

        Args:
            route: Method and path, such as `GET /health`. `{number}` in the path or body stands for the number of the request,
                counted from 0.
            rate: The rate, such as `200/s` or `30/min`.
            duration: How long requests are sent at that rate, such as `30 s`.
            ramp_up: How long the rate first rises evenly from 0, as part of the measurement.
            max_in_flight: How many requests may be unanswered; the environment's `max_concurrent_requests` by default, which is
                also the maximum.
            workers: How many processes send requests. One sends about 50,000 small requests a second on a processor of its own.
            warm_up: How many requests each process sends first without counting them.
            body: A value to send as JSON.
            identities: Users whose tokens are sent in turn, as `Sign In` returns them; the current user by default.
            name: The name of the measurement in reports; the route and the rate by default.

        Returns:
            The measurement, for [Measurement Should Meet].

        Raises:
            PermissionError: The environment does not have the capability `load`.
            ValueError: No request would be due, or more may be in flight than the environment allows.
            BehindScheduleError: A request was sent a second or more after it was due: this machine cannot send at this rate.

        Example:
        ```robotframework
        [Tags]    performance    load    needs:load
        Run Load    GET /health    rate=200/s    duration=10 s
        Measurement Should Meet    p(95)<100    error_rate<0.1%    dropped==0
        ```
        """
        ramp = [LoadStage(ramp_up.total_seconds(), 0, rate.per_second)] if ramp_up else []
        steady = LoadStage(duration.total_seconds(), rate.per_second, rate.per_second)
        with with_control_measurement() as control:
            measurement = measure_arrivals(
                name or f"{route} at {rate}",
                _loading_request(route, body, identities),
                [*ramp, steady],
                max_in_flight=_allowed_in_flight(max_in_flight),
                workers=workers,
                warm_up=warm_up,
            )
        self._recorder.record(measurement, control)
        return measurement

    @keyword(tags=["Load"])
    def run_staged_load(  # noqa: PLR0913 - a load has these parts
        self,
        route: str,
        *stages: str,
        max_in_flight: int | None = None,
        workers: int = 1,
        warm_up: int = 10,
        body: Any = None,
        identities: list[Any] | None = None,
        name: str | None = None,
    ) -> Measurement:
        """Send requests at a rate that changes from stage to stage, otherwise like [Run Load].

        Args:
            route: Method and path, such as `GET /health`.
            stages: The stages in order: `200/s for 30 s`, or `0/s to 200/s in 10 s` for a rate that rises or falls evenly.
            max_in_flight: As for [Run Load].
            workers: As for [Run Load].
            warm_up: As for [Run Load].
            body: As for [Run Load].
            identities: As for [Run Load].
            name: The name of the measurement in reports; the route and `staged load` by default.

        Returns:
            The measurement over all stages, for [Measurement Should Meet].

        Raises:
            PermissionError: The environment does not have the capability `load`.
            ValueError: A stage is malformed, or there is none.

        Example:
        ```robotframework
        Run Staged Load    GET /health    10/s for 5 s    10/s to 200/s in 5 s    10/s for 5 s
        Measurement Should Meet    p(99)<500
        ```
        """
        if not stages:
            raise ValueError("There is no stage. Give one or more, such as '200/s for 30 s'.")
        with with_control_measurement() as control:
            measurement = measure_arrivals(
                name or f"{route} staged load",
                _loading_request(route, body, identities),
                [parse_stage(stage, to_seconds=timestr_to_secs) for stage in stages],
                max_in_flight=_allowed_in_flight(max_in_flight),
                workers=workers,
                warm_up=warm_up,
            )
        self._recorder.record(measurement, control)
        return measurement


def _loading_request(route: str, body: Any, identities: list[Any] | None) -> RequestTemplate:
    require_load()
    return request_to(route, requests=math.inf, body=body, identities=identities)


def _allowed_in_flight(max_in_flight: int | None) -> int:
    allowed = most_concurrent_requests()
    if max_in_flight is not None and max_in_flight > allowed:
        raise ValueError(
            f"Expected max_in_flight to be at most {allowed}, the environment's max_concurrent_requests; got {max_in_flight}."
        )
    return allowed if max_in_flight is None else max_in_flight
