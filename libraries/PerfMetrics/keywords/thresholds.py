"""Assertions about measurements."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from robot.api.deco import keyword

from load_engine.comparison import SampleComparison
from load_engine.measurement import Measurement
from load_engine.thresholds import Threshold
from PerfMetrics.recorder import MeasurementRecorder
from PerfMetrics.threshold_checks import require


class ThresholdKeywords:
    """Compare measurements with thresholds and objectives."""

    def __init__(self, recorder: MeasurementRecorder) -> None:
        self._recorder = recorder

    @keyword(tags=["Assertion"])
    def measurement_should_meet(self, *thresholds: str, measurement: Any = None) -> None:
        """Fail unless a measurement meets all of these thresholds.

        | metric | meaning |
        |---|---|
        | `p(95)`, with any number | percentile of the response times by nearest rank, in ms |
        | `avg`, `med`, `min`, `max` | average, median, shortest and longest response time, in ms |
        | `error_rate`, `rate` | share of failed and dropped requests, from 0 to 1 or with `%` |
        | `errors`, `count`, `dropped` | number of failed, sent and dropped requests |
        | `throughput`, `offered` | successful responses and due requests per second |
        | `reuse`, `connections` | share of requests on an existing connection; number of opened connections |
        | `late_p(99)` | percentile of the sender's own lateness, in ms |
        | `speedup`, `hit_rate`, `p_value` | of a comparison: lower end of the 95 % confidence interval; share of proven hits |

        A failed or dropped request counts as slower than any response: if six of a hundred fail, `p(95)` fails however fast the
        other 94 were, so a dead server never looks fast. If a limit for response times is exceeded while the sender itself was
        late by more than a tenth of that limit, the message says so: the sending machine is too busy.

        A small computation is timed while [Measure Response Time], [Run Concurrent Requests], [Run Load] and [Run Staged Load]
        send requests. If the machine slowed it down more than three times, a limit for response times or throughput is exceeded
        only if it is exceeded by more than that factor; otherwise the test is skipped as inconclusive.

        Args:
            thresholds: One or more thresholds, such as `p(95)<500`, `error_rate<=1%`, `p(99)<1.5s`. All of them are checked, and
                all that are not met are reported.
            measurement: The measurement; the latest one of this test by default.

        Raises:
            AssertionError: A threshold is not met.
            SkipExecution: It is not decided whether thresholds are met, since the machine was too busy.
            ValueError: A threshold is malformed, or there is none.

        Example:
        ```robotframework
        Measure Response Time    GET /health    requests=100
        Measurement Should Meet    p(95)<100    max<1s    error_rate==0
        ```
        """
        if not thresholds:
            raise ValueError("There is no threshold. Give one or more, such as p(95)<500.")
        parsed = [Threshold.parse(text) for text in thresholds]
        require(self._recorder, measurement or self._recorder.latest, parsed)

    @keyword(tags=["Assertion"])
    def service_level_should_be_met(self, route: str, *, measurement: Any = None) -> None:
        """Fail unless a measurement meets the environment's objective for this route.

        The objectives are the setting `service_level_objectives`: for each route, the 95th percentile in ms and the share of
        requests that may fail.

        Args:
            route: The route as the setting names it, such as `GET /health`.
            measurement: The measurement; the latest one of this test by default.

        Raises:
            AssertionError: The objective is not met.
            SkipExecution: It is not decided whether it is met, since the machine was too busy.
            LookupError: The environment has no objective for this route.

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
                f"Environment {settings.environment!r} has no service-level objective for {route!r}. Its objectives: {known}."
            )
        limits = [f"p(95)<={objective.p95_ms:g}", f"error_rate<={objective.error_rate:g}"]
        require(
            self._recorder, measurement or self._recorder.latest, [Threshold.parse(limit) for limit in limits]
        )

    @keyword(tags=["Assertion"])
    def response_times_should_not_have_grown(
        self, before: Measurement, after: Measurement, *, factor: float, margin: timedelta
    ) -> None:
        """Fail unless the median response time has stayed below a multiple of what it was, plus a margin.

        Args:
            before: The earlier measurement.
            after: The later measurement, or the one under different circumstances.
            factor: The multiple of the earlier median.
            margin: The time to add to it, such as `20 ms`, since the median of fast requests varies by a few milliseconds anyway.

        Raises:
            AssertionError: The median has reached the limit, or a request failed.
            SkipExecution: It is not decided whether it has, since the machine was too busy.

        Example:
        ```robotframework
        ${before} =    Measure Response Time    GET /health    name=before the peak
        Run Staged Load    GET /health    10/s to 100/s in 5 s    100/s for 5 s
        ${after} =    Measure Response Time    GET /health    name=after the peak
        Response Times Should Not Have Grown    ${before}    ${after}    factor=3    margin=20 ms
        ```
        """
        no_errors = Threshold.parse("error_rate==0")
        require(self._recorder, before, [no_errors])
        limit = factor * before.percentile(50) + margin.total_seconds() * 1000
        require(self._recorder, after, [no_errors, Threshold.parse(f"p(50)<{limit:.3f}")])

    @keyword(tags=["Getter"])
    def get_measured_value(self, metric: str, *, measurement: Any = None) -> float:
        """Return one metric of a measurement, by its name in [Measurement Should Meet].

        Args:
            metric: The metric, such as `p(95)` or `throughput`.
            measurement: The measurement; the latest one of this test by default.

        Returns:
            The value of the metric; infinity for a percentile that falls on a failed request.

        Example:
        ```robotframework
        Measure Response Time    GET /health    requests=100
        ${before} =    Get Measured Value    p(50)
        ```
        """
        measured: Measurement | SampleComparison = measurement or self._recorder.latest
        return measured.value(metric)

    @keyword(tags=["Getter"])
    def merge_measurements(self, name: str, directory: Path) -> Measurement | SampleComparison:
        """Merge the measurements that several processes or machines have taken under one name.

        Counts are added, and percentiles are computed from the sums. Percentiles themselves are never averaged.

        Args:
            name: The name of the measurements.
            directory: The directory with their JSON files, at any depth: the output directory of one run or of several.

        Returns:
            The merged measurement, for [Measurement Should Meet].

        Raises:
            LookupError: There is no measurement of this name.

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
                f"No measurement in {directory} is named {name!r}. Its measurements: {', '.join(merged) or 'none'}."
            )
        self._recorder.record_merged(merged[name], directory)
        return merged[name]
