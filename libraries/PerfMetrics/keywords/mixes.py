"""Several kinds of requests at a time, from a file."""

from pathlib import Path

from robot.api.deco import keyword

from load_engine import Measurement
from PerfMetrics.api_requests import most_concurrent_requests
from PerfMetrics.mix_thresholds import record_mix
from PerfMetrics.mixed_requests import prepare_mix
from PerfMetrics.recorder import MeasurementRecorder


class MixKeywords:
    """Send the load that a file describes."""

    def __init__(self, recorder: MeasurementRecorder) -> None:
        self._recorder = recorder

    @keyword(tags=["Load"])
    def run_load_mix(self, mix: Path) -> Measurement:
        """Send several kinds of requests, with weights, data and users of their own, and judge them by the file's thresholds.

        The command `manuel-tests load` and Locust ([Run Distributed Load]) read the same file. `docs/load.md` describes its keys.

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

        return record_mix(self._recorder, source.mix, measurement)
