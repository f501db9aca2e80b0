"""Whether a mix meets its thresholds, as a whole and by kinds of requests."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from robot.api import Failure

from load_engine.measurement import Measurement
from load_engine.thresholds import ERROR_RATE
from PerfMetrics.recorder import MeasurementRecorder
from PerfMetrics.threshold_checks import judge

if TYPE_CHECKING:
    from load_engine.mix.model import LoadMix
    from load_engine.thresholds import Threshold


def record_mix(recorder: MeasurementRecorder, mix: "LoadMix", measurement: Measurement) -> Measurement:
    """Record the measurement of a mix and its parts, and require that they meet the thresholds of the mix.

    Returns:
        The measurement of all requests.

    Raises:
        Failure: A threshold is not met, a kind of request was never sent, or the figures can't be judged. They can't if all
            requests of a kind have failed, unless a threshold says how many may.
    """
    whole, *parts = measurement.split()
    for measured in (*parts, whole):
        recorder.record(measured)
    by_label = dict(zip(measurement.parts, parts, strict=True))
    if problems := list(_problems(recorder, mix, whole, by_label)):
        raise Failure("\n".join(problems))
    return whole


def _problems(
    recorder: MeasurementRecorder, mix: "LoadMix", whole: Measurement, parts: dict[str, Measurement]
) -> Iterator[str]:
    if whole.invalid:
        yield f"{mix.name}: {whole.invalid}. The figures are those of the others, and prove nothing."
        return
    if problem := judge(recorder, whole, mix.thresholds):
        yield problem
    for request in mix.requests:
        if request.label not in parts:
            yield f"{mix.name}: {request.label} was not sent once: the load is too short, or its weight too small."
        elif problem := judge(recorder, parts[request.label], request.thresholds):
            yield problem
        elif not _limits_errors((*mix.thresholds, *request.thresholds)):
            yield from _nothing_but_errors(parts[request.label])


def _limits_errors(thresholds: "Iterable[Threshold]") -> bool:
    return any(threshold.metric in ERROR_RATE for threshold in thresholds)


def _nothing_but_errors(measured: Measurement) -> Iterator[str]:
    if measured.failed and measured.failed == measured.sent:
        errors = ", ".join(f"{error} ({count} times)" for error, count in measured.errors.most_common())
        yield f"{measured.name}: Expected responses without an error.\nGot only errors: {errors}"
