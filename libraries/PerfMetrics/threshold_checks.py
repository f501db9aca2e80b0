"""Whether measurements meet thresholds, which is logged and written to the test's metadata."""

from collections.abc import Sequence

from robot.api import Failure, SkipExecution, logger

from load_engine.measurable import Measurable
from load_engine.thresholds import Threshold
from PerfMetrics.machine import inconclusive
from PerfMetrics.recorder import MeasurementRecorder
from PerfMetrics.verdicts import Verdict


def require(recorder: MeasurementRecorder, measured: Measurable, thresholds: Sequence[Threshold]) -> None:
    """Require that a measurement meets all thresholds.

    Raises:
        Failure: It does not; the message has all that are not met.
        SkipExecution: It does not, but would if it was slower by no more than a control was at the same time.
        ValueError: A metric is unknown, or nothing was measured.
    """
    if not (problem := judge(recorder, measured, thresholds)):
        return
    slowdown = recorder.slowdown_during(measured)
    if any(threshold.relaxed(slowdown).problem(measured) for threshold in thresholds):
        raise Failure(problem)
    raise SkipExecution(inconclusive(slowdown, problem))


def judge(recorder: MeasurementRecorder, measured: Measurable, thresholds: Sequence[Threshold]) -> str | None:
    """Return which thresholds a measurement does not meet; None if it meets all."""
    for threshold in thresholds:
        if caveat := threshold.caveat(measured):
            logger.warn(f"{measured.name}: {caveat}")
    problems = {threshold: threshold.problem(measured) for threshold in thresholds}
    recorder.record_verdicts(
        measured.name,
        [Verdict.of(threshold, measured, met=problem is None) for threshold, problem in problems.items()],
    )
    found = [problem for problem in problems.values() if problem]
    return f"{measured.name}: {' '.join(found)}" if found else None
