"""Load from several processes and machines."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from robot.api import logger
from robot.api.deco import keyword

from load_engine import Measurement
from PerfMetrics.mix_thresholds import record_mix
from PerfMetrics.mixed_requests import prepare_mix, prepare_mix_for_others, require_users
from PerfMetrics.recorder import MeasurementRecorder

if TYPE_CHECKING:
    from load_engine.mix.model import LoadMix


class DistributedKeywords:
    """Send load with Locust, where one process or one machine is not enough."""

    def __init__(self, recorder: MeasurementRecorder) -> None:
        self._recorder = recorder

    @keyword(tags=["Load", "Distributed"])
    def run_distributed_load(
        self, mix: Path, *, workers: int = 2, timeout: timedelta = timedelta(minutes=1)
    ) -> Measurement:
        """Send a load mix with Locust from several processes on this machine.

        Locust is a closed model, whatever the stages of the mix are: each of its users waits for a response. Where the stages
        have rates, there are as many users as requests are due in a second, and each sends one a second (`constant_throughput`).
        If responses take longer than that, fewer requests are sent than the stages ask for, and a warning says so. For response
        times at a rate, use [Run Load Mix].

        Args:
            mix: The YAML file, as for [Run Load Mix].
            workers: How many processes send requests.
            timeout: How long to wait until all workers are ready.

        Returns:
            The measurement of all requests, for [Measurement Should Meet].

        Raises:
            AssertionError: A threshold of the file is not met, or a worker was lost while it sent.
            DistributedLoadError: Locust is missing, or not all workers were ready in time.
            PermissionError: The environment does not have the capability `load`.

        Example:
        ```robotframework
        [Tags]    performance    load    needs:load
        Run Distributed Load    ${CURDIR}/afternoon.yaml    workers=3
        ```
        """
        from load_engine.distributed.running import measure_here, require_locust

        require_locust()
        source, users = prepare_mix(mix)
        require_users(source.mix)
        measurement = measure_here(source, workers=workers, tokens=users, timeout=timeout.total_seconds())
        return self._recorded(source.mix, measurement)

    @keyword(tags=["Load", "Distributed"])
    def lead_distributed_load(
        self,
        mix: Path,
        *,
        workers: int,
        listen_on: str = "*",
        port: int = 5557,
        timeout: timedelta = timedelta(minutes=5),
    ) -> Measurement:
        """Lead workers on other machines through a load mix, otherwise like [Run Distributed Load].

        Args:
            mix: The YAML file. Each worker has to have the same, and the same data.
            workers: How many workers to wait for; they join by [Join Distributed Load] or `manuel-tests load --worker`.
            listen_on: The address of this machine that workers connect to; all of them by default. The traffic between master and
                workers is not encrypted and contains no secret; use the port only in a network that you trust.
            port: The port that workers connect to.
            timeout: How long to wait until all workers have joined.

        Returns:
            The measurement of all requests of all workers.

        Raises:
            AssertionError: A threshold of the file is not met, or a worker was lost while it sent.
            DistributedLoadError: Locust is missing, the port is taken, not all workers joined in time, or one has another mix.
            PermissionError: The environment does not have the capability `load`.

        Example:
        ```robotframework
        Lead Distributed Load    ${CURDIR}/afternoon.yaml    workers=3    timeout=2 min
        ```
        """
        from load_engine.distributed.running import lead_workers, require_locust

        require_locust()
        source = prepare_mix_for_others(mix)
        require_users(source.mix)
        measurement = lead_workers(
            source, host=listen_on, port=port, workers=workers, timeout=timeout.total_seconds()
        )
        return self._recorded(source.mix, measurement)

    @keyword(tags=["Load", "Distributed"])
    def join_distributed_load(
        self, mix: Path, *, master: str, port: int = 5557, timeout: timedelta = timedelta(minutes=5)
    ) -> None:
        """Send requests for a master on another machine until it says that it is over.

        The users of the mix sign in here: no token leaves the machine, except to the API.

        Args:
            mix: The YAML file, which has to be that of the master.
            master: The master's host.
            port: The master's port.
            timeout: How long to try to reach the master.

        Raises:
            DistributedLoadError: Locust is missing, or the master does not answer in time.
            PermissionError: The environment does not have the capability `load`.

        Example:
        ```robotframework
        Join Distributed Load    ${CURDIR}/afternoon.yaml    master=10.0.0.7
        ```
        """
        from load_engine.distributed.running import join_master, require_locust

        require_locust()
        source, users = prepare_mix(mix)
        join_master(source, host=master, port=port, tokens=users, timeout=timeout.total_seconds())

    def _recorded(self, mix: "LoadMix", measurement: Measurement) -> Measurement:
        from load_engine.distributed.schedule import shortfall

        if missing := shortfall(mix, measurement.sent):
            logger.warn(f"{mix.name}: {missing}")
        return record_mix(self._recorder, mix, measurement)
