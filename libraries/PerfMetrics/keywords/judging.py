"""Judge what was measured."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from robot.api import Failure, logger
from robot.api.deco import keyword

from load_engine.comparison import Comparison
from load_engine.measurement import Measurement
from load_engine.thresholds import Threshold
from PerfMetrics.recorder import MeasurementRecorder


class JudgingKeywords:
    """Hold measurements against thresholds and objectives."""

    def __init__(self, recorder: MeasurementRecorder) -> None:
        self._recorder = recorder

    @keyword(tags=["Assertion"])
    def measurement_should_meet(self, *thresholds: str, measurement: Any = None) -> None:
        """Hold what was measured against thresholds.

        | metric | is |
        |---|---|
        | `p(95)`, any number | percentile of the response times by nearest rank, in ms |
        | `avg`, `med`, `min`, `max` | of the response times, in ms |
        | `error_rate`, `rate` | share of failed and dropped requests, 0 to 1 or with `%` |
        | `errors`, `count`, `dropped` | number of failed, sent, and dropped requests |
        | `throughput`, `offered` | answers with success and due requests, a second |
        | `reuse`, `connections` | share of requests on a connection that was there already; connections opened |
        | `late_p(99)` | by how much the sender was late itself, in ms |
        | `speedup`, `hit_rate`, `p_value` | of a comparison: lower end of its 95 % confidence interval; share of proven hits |

        A request that failed or was dropped counts as slower than any answer: with six of a hundred failed, `p(95)` is a
        failure whatever the other 94 took, so a dead server never looks fast. If a limit for response times is exceeded and
        the sender itself was late by more than a tenth of it, the message says so: then the machine that sends is too busy.

        Args:
            thresholds: One or more, as `p(95)<500`, `error_rate<=1%`, `p(99)<1.5s`. All are checked, and all that are
                not kept are reported.
            measurement: What is judged; what this test measured last if it is not given.

        Raises:
            AssertionError: A threshold is not kept.
            ValueError: A threshold is not one, or there is none.

        Example:
        ```robotframework
        Measure Response Time    GET /health    requests=100
        Measurement Should Meet    p(95)<100    max<1s    error_rate==0
        ```
        """
        if not thresholds:
            raise ValueError("There is no threshold. Give one or more, as p(95)<500.")
        parsed = [Threshold.parse(text) for text in thresholds]
        _judge(measurement or self._recorder.latest, parsed)

    @keyword(tags=["Assertion"])
    def service_level_should_be_met(self, route: str, *, measurement: Any = None) -> None:
        """Hold what was measured against the environment's objective for this route.

        The objectives are `service_level_objectives` of the environment's variables: for each route the 95th percentile
        in ms and the share of requests that may fail.

        Args:
            route: As the objective names it, `GET /health`.
            measurement: What is judged; what this test measured last if it is not given.

        Raises:
            AssertionError: The objective is not met.
            LookupError: The environment has none for this route.

        Example:
        ```robotframework
        Measure Response Time    GET /health    requests=100
        Service Level Should Be Met    GET /health
        ```
        """
        from ManuelEnvironment import current_environment

        settings = current_environment().settings
        objective = settings.service_level_objectives.get(route)
        if objective is None:
            known = ", ".join(settings.service_level_objectives) or "none"
            raise LookupError(
                f"Environment {settings.environment!r} has no service level objective for {route!r}. It has: {known}."
            )
        limits = [f"p(95)<={objective.p95_ms:g}", f"error_rate<={objective.error_rate:g}"]
        _judge(measurement or self._recorder.latest, [Threshold.parse(limit) for limit in limits])

    @keyword(tags=["Assertion"])
    def response_times_should_not_have_grown(
        self, before: Measurement, after: Measurement, *, factor: float, margin: timedelta
    ) -> None:
        """Fail unless the median response time has stayed below a multiple of what it was, plus a margin.

        Args:
            before: What was measured first.
            after: What was measured later, or under different circumstances.
            factor: The multiple of the earlier median.
            margin: The time added to it, as `20 ms`, for the few milliseconds by which quick requests vary anyway.

        Raises:
            AssertionError: The median has reached the limit, or a request failed.

        Example:
        ```robotframework
        ${before} =    Measure Response Time    GET /health    name=before the peak
        Run Staged Load    GET /health    10/s to 100/s in 5 s    100/s for 5 s
        ${after} =    Measure Response Time    GET /health    name=after the peak
        Response Times Should Not Have Grown    ${before}    ${after}    factor=3    margin=20 ms
        ```
        """
        no_errors = Threshold.parse("error_rate==0")
        _judge(before, [no_errors])
        limit = factor * before.percentile(50) + margin.total_seconds() * 1000
        _judge(after, [no_errors, Threshold.parse(f"p(50)<{limit:.3f}")])

    @keyword(tags=["Getter"])
    def get_measured_value(self, metric: str, *, measurement: Any = None) -> float:
        """Get one number of what was measured, by the names of [Measurement Should Meet].

        Args:
            metric: As `p(95)` or `throughput`.
            measurement: Where it is taken from; what this test measured last if it is not given.

        Returns:
            The number; infinity for a percentile that falls on a failed request.

        Example:
        ```robotframework
        ${before} =    Get Measured Value    p(50)
        ```
        """
        measured: Measurement | Comparison = measurement or self._recorder.latest
        return measured.value(metric)

    @keyword(tags=["Getter"])
    def merge_measurements(self, name: str, directory: Path) -> Measurement | Comparison:
        """Merge what several processes or machines have measured under one name.

        Counts are added and percentiles are computed from the sums. Percentiles themselves are never averaged.

        Args:
            name: What the measurements are called.
            directory: Where their JSON files are, at any depth: the output directory of a run, or of several.

        Returns:
            The merged measurement, for [Measurement Should Meet].

        Raises:
            LookupError: There is none of this name.

        Example:
        ```robotframework
        ${all} =    Merge Measurements    GET /health at 200/s    ${CURDIR}/collected
        Measurement Should Meet    p(99)<500    measurement=${all}
        ```
        """
        from load_engine.store import load_all, merge_by_name

        merged = merge_by_name(load_all(directory))
        if name not in merged:
            raise LookupError(
                f"No measurement below {directory} is named {name!r}. There are: {', '.join(merged) or 'none'}."
            )
        self._recorder.record(merged[name])
        return merged[name]


def _judge(measured: Measurement | Comparison, thresholds: list[Threshold]) -> None:
    for threshold in thresholds:
        if reservation := threshold.reservation(measured):
            logger.warn(f"{measured.name}: {reservation}")
    problems = [problem for threshold in thresholds if (problem := threshold.problem(measured))]
    if problems:
        raise Failure(f"{measured.name}: {' '.join(problems)}")
