"""Several kinds of requests at a time, from a file."""

from pathlib import Path
from typing import TYPE_CHECKING

from robot.api import Failure
from robot.api.deco import keyword

from load_engine import Measurement
from PerfMetrics.api_requests import most_concurrent_requests
from PerfMetrics.judgement import judge
from PerfMetrics.mixed_requests import prepare_mix
from PerfMetrics.recorder import MeasurementRecorder

if TYPE_CHECKING:
    from load_engine.mix.model import LoadMix


class MixKeywords:
    """Send the load that a file describes."""

    def __init__(self, recorder: MeasurementRecorder) -> None:
        self._recorder = recorder

    @keyword(tags=["Load"])
    def run_load_mix(self, mix: Path) -> Measurement:
        """Send several kinds of requests, with weights, data and users of their own, and judge them by the file's thresholds.

        `docs/load.md` describes its keys.

        Args:
            mix: The YAML file.

        Returns:
            The measurement of all requests, for [Measurement Should Meet]. There is one for each kind of request as well, in
            log.html, results.json and the trends.

        Raises:
            AssertionError: A threshold of the file is not met.
            LoadMixError: The file is wrong; the message says where.
            PermissionError: The environment does not have the capability `load`.
            BehindScheduleError: A request was sent a second or more after it was due: this machine cannot send at this rate.

        Example:
        ```robotframework
        [Tags]    performance    load    needs:load    needs:cost
        Run Load Mix    ${CURDIR}/afternoon.yaml
        ```
        """
        source, users = prepare_mix(mix)
        from load_engine.mix.measuring import measure_mix

        measurement = measure_mix(source, max_in_flight=most_concurrent_requests(), tokens=users)
        return self._judged(source.mix, measurement)

    def _judged(self, mix: "LoadMix", measurement: Measurement) -> Measurement:
        whole, *parts = measurement.split()
        for measured in (*parts, whole):
            self._recorder.record(measured)
        by_label = dict(zip(measurement.parts, parts, strict=True))
        problems = [judge(self._recorder, whole, mix.thresholds)]
        for request in mix.requests:
            part = by_label.get(request.label)
            problems.append(
                judge(self._recorder, part, request.thresholds)
                if part
                else f"{mix.name}: {request.label} was not sent once: the load is too short, or its weight too small."
            )
        if found := [problem for problem in problems if problem]:
            raise Failure("\n".join(found))
        return whole
