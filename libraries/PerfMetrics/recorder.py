"""Where a measurement goes: it is kept for the test, logged, and written to metadata and to a file."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from robot import result, running
from robot.api import logger
from robot.libraries.BuiltIn import BuiltIn

from load_engine.charts.response_times import charts
from load_engine.comparison import SampleComparison
from load_engine.machine_control import MachineControl
from load_engine.measurable import Measurable
from load_engine.measurement import Measurement
from load_engine.store import save
from PerfMetrics.figures import METADATA_PREFIX, format_figures
from PerfMetrics.verdicts import VERDICTS_PREFIX, Verdict, verdicts_from_json, verdicts_to_json


class MeasurementRecorder:
    """Keeps the measurements of the running test. It is a listener: a new test begins without measurements."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self) -> None:
        self._measured: list[Measurement | SampleComparison] = []
        self._slowdowns: dict[int, float] = {}
        self._test: result.TestCase | None = None

    def start_test(self, _data: running.TestCase, test: result.TestCase) -> None:
        """Begin a test without measurements."""
        self._forget()
        self._test = test

    def end_test(self, _data: running.TestCase, _result: result.TestCase) -> None:
        """Forget the measurements of the test."""
        self._forget()
        self._test = None

    def _forget(self) -> None:
        self._measured.clear()
        self._slowdowns.clear()

    @property
    def latest(self) -> Measurement | SampleComparison:
        """The latest measurement of this test.

        Raises:
            RuntimeError: There is none.
        """
        if not self._measured:
            raise RuntimeError(
                "This test has not measured anything yet: measure first, for instance with Measure Response Time."
            )
        return self._measured[-1]

    def slowdown_during(self, measured: Measurable) -> float:
        """Return by which factor the machine slowed a control down during a measurement; 1 if it was undisturbed."""
        return self._slowdowns.get(id(measured), 1.0)

    def record(self, measured: Measurement | SampleComparison, control: MachineControl | None = None) -> None:
        """Keep, log and write a measurement, and what the machine did to a control meanwhile."""
        self._keep(measured, control)
        self._save(measured)

    def record_merged(self, merged: Measurement | SampleComparison, directory: Path) -> None:
        """Keep and log what the measurements in a directory add up to; write it unless that would count them twice."""
        self._keep(merged)
        directory, output = directory.resolve(), _output_directory().resolve()
        if not (directory.is_relative_to(output) or output.is_relative_to(directory)):
            self._save(merged)

    def _keep(self, measured: Measurement | SampleComparison, control: MachineControl | None = None) -> None:
        self._measured.append(measured)
        if control is not None and control.is_disturbed:
            self._slowdowns[id(measured)] = control.slowdown
        figures = measured.figures()
        logger.info(f"{measured.name}: {format_figures(figures)}")
        logger.info(_table(figures) + "".join(f"<p>{chart}</p>" for chart in charts(measured)), html=True)
        if self._test is not None:
            self._test.metadata[METADATA_PREFIX + measured.name] = format_figures(figures)

    def _save(self, measured: Measurement | SampleComparison) -> None:
        save(measured, _output_directory(), test=self._test.full_name if self._test else None)

    def record_verdicts(self, name: str, verdicts: Sequence[Verdict]) -> None:
        """Write verdicts on a measurement into the test's metadata, after those that it has already."""
        if self._test is not None:
            earlier = verdicts_from_json(self._test.metadata.get(VERDICTS_PREFIX + name, "[]"))
            self._test.metadata[VERDICTS_PREFIX + name] = verdicts_to_json([*earlier, *verdicts])


def _output_directory() -> Path:
    return Path(BuiltIn().get_variable_value("${OUTPUT DIR}"))


def _table(figures: dict[str, float]) -> str:
    cells = "".join(
        f"<tr><td>{escape(name)}</td><td align='right'>{value:.5g}</td></tr>"
        for name, value in figures.items()
    )
    return f"<table style='border-spacing:1em 0'>{cells}</table>"
