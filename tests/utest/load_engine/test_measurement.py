import json
import math
from collections.abc import Callable

import pytest

from load_engine.measurement import Measurement, Model
from load_engine.timed_response import NO_CONTENT, Phases, TimedResponse


def response(
    milliseconds: float = 10, *, status: int = 200, failure: str | None = None, late: float = 0, new: int = 0
) -> TimedResponse:
    return TimedResponse(
        number=0,
        due=100.0,
        sent=100.0 + late / 1000,
        finished=100.0 + (late + milliseconds) / 1000,
        duration=round(milliseconds * 1000),
        status=status,
        failure=failure,
        new_connections=new,
        phases=Phases(100, 200, 0, round(milliseconds * 900)),
        content=NO_CONTENT,
    )


def measured(*responses: TimedResponse, model: Model = "sequential", dropped: int = 0) -> Measurement:
    measurement = Measurement("GET /health", model, "pycurl", seconds=2.0)
    for each in responses:
        measurement.record(each, second=0)
    for _ in range(dropped):
        measurement.record_drop(second=1)
    return measurement


HUNDRED = [response(milliseconds) for milliseconds in range(1, 101)]


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("p(50)", 50),
        ("p(95)", 95),
        ("p(99.9)", 100),
        ("med", 50),
        ("avg", 50.5),
        ("min", 1),
        ("max", 100),
        ("count", 100),
        ("errors", 0),
        ("rate", 0),
        ("error_rate", 0),
        ("dropped", 0),
        ("throughput", 50),
        ("connections", 0),
        ("reuse", 1),
    ],
)
def test_a_measurement_has_the_value_of_each_metric(metric: str, value: float) -> None:
    assert measured(*HUNDRED).value(metric) == pytest.approx(value, rel=0.001)


def test_unknown_metric_is_refused_with_a_list() -> None:
    with pytest.raises(ValueError, match=r"no metric 'p95'\. The metrics are p\(95\), .* throughput"):
        measured(*HUNDRED).value("p95")


def test_failed_request_counts_as_slower_than_any_response() -> None:
    some_failed = measured(*HUNDRED[:94], *[response(status=503)] * 6)
    assert some_failed.value("p(94)") == pytest.approx(94, rel=0.001)
    assert some_failed.value("p(95)") == math.inf
    assert some_failed.value("max") == some_failed.value("avg") == math.inf
    assert some_failed.value("error_rate") == 0.06


def test_dropped_request_counts_as_slower_than_any_response() -> None:
    some_dropped = measured(*HUNDRED[:90], dropped=10)
    assert some_dropped.value("p(90)") == pytest.approx(90, rel=0.001)
    assert some_dropped.value("p(91)") == math.inf
    assert some_dropped.value("error_rate") == 0.1


def test_dead_server_is_not_fast_and_reuses_no_connection() -> None:
    dead = measured(*[response(0.1, status=0, failure="connection refused")] * 20)
    assert dead.value("p(50)") == math.inf
    assert dead.value("reuse") == 0
    assert dead.value("throughput") == 0
    assert dead.errors == {"connection refused": 20}
    assert "p50_ms" not in dead.figures()


def test_nothing_measured_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="no value was measured"):
        measured().value("p(95)")


def test_open_model_counts_from_when_a_request_was_due() -> None:
    late = response(10, late=500)
    assert measured(late, model="open").value("max") == pytest.approx(510, rel=0.001)
    assert measured(late, model="closed").value("max") == pytest.approx(10, rel=0.001)


@pytest.mark.parametrize(("metric", "value"), [("offered", 0.5), ("late_p(99)", 3)])
def test_a_metric_of_a_schedule_needs_one(metric: str, value: float) -> None:
    scheduled = measured(response(late=3), model="open")
    scheduled.scheduled_seconds = 2.0
    assert scheduled.value(metric) == pytest.approx(value, rel=0.01)
    with pytest.raises(ValueError, match="says how a schedule was kept, and GET /health had none"):
        measured(response()).value(metric)


def test_each_kind_of_request_has_its_lateness() -> None:
    late, punctual = response(late=50), response()
    late.label, punctual.label = "late", "punctual"
    measurement = measured(late, punctual, model="open")
    measurement.scheduled_seconds = 2.0
    both, *parts = measurement.split()
    assert both.value("late_p(99)") == pytest.approx(50, rel=0.01)
    assert {part.name: round(part.value("late_p(99)")) for part in parts} == {
        "GET /health: late": 50,
        "GET /health: punctual": 0,
    }


def test_without_a_response_the_shortest_time_is_infinite() -> None:
    dead = measured(response(status=0, failure="timeout"))
    assert dead.value("min") == math.inf


def test_reuse_includes_responses_that_are_failures() -> None:
    failed = [response(status=500)] * 8
    assert measured(response(new=1), response(), *failed).value("reuse") == 0.9


def test_reuse_is_counted_from_the_connections_opened() -> None:
    assert measured(response(new=1), *[response()] * 9).value("reuse") == 0.9
    assert measured(*[response(new=1)] * 5).value("reuse") == 0


def test_opening_a_connection_is_kept_apart() -> None:
    measurement = measured(*[response()] * 5)
    measurement.record_opening(response(new=1))
    assert measurement.figures()["connect_p50_ms"] == 0.2
    assert "tls_p50_ms" not in measurement.figures()
    assert measurement.sent == 5


def test_late_sender_explains_response_times_only() -> None:
    measurement = measured(*[response()] * 5, model="open")
    for _ in range(5):
        measurement.lateness.record(60_000)
    assert "sent late: late_p(99) is 60" in str(measurement.other_explanation("p(95)", 500))
    assert measurement.other_explanation("p(95)", 1000) is None
    assert measurement.other_explanation("error_rate", 0.01) is None


def test_figures_of_a_rate_say_how_well_it_was_kept() -> None:
    measurement = measured(*[response(late=0.3)] * 100, model="open", dropped=100)
    measurement.scheduled_seconds = 2.0
    figures = measurement.figures()
    assert (figures["offered_per_s"], figures["dropped"], figures["late_p99_ms"]) == (100, 100, 0.3)
    assert (figures["p50_ms"], figures["error_rate"]) == (pytest.approx(10.3, rel=0.01), 0.5)


def test_json_keeps_everything() -> None:
    measurement = measured(*HUNDRED, response(status=503), response(new=1), dropped=3)
    again = Measurement.from_json(json.loads(json.dumps(measurement.to_json())))
    assert again == measurement


def test_simultaneous_measurements_share_their_seconds() -> None:
    one, other = measured(*HUNDRED), measured(*HUNDRED)
    one.merge_concurrent(other)
    assert (one.sent, one.seconds, one.value("throughput")) == (200, 2.0, 100)


@pytest.mark.parametrize("merge", [Measurement.merge_concurrent, Measurement.merge_successive])
def test_a_merged_measurement_cannot_be_judged_if_one_of_its_parts_cannot(
    merge: Callable[[Measurement, Measurement], None],
) -> None:
    whole, part = measured(*HUNDRED), measured(*HUNDRED)
    part.invalid = "1 of 2 workers was lost"
    merge(whole, part)
    assert whole.inconclusive_reason("p(95)", 500) == "1 of 2 workers was lost"


def test_successive_measurements_add_their_seconds() -> None:
    one, other = measured(*HUNDRED), measured(*HUNDRED[:50])
    one.merge_successive(other)
    assert (one.sent, one.seconds, one.value("throughput")) == (150, 4.0, 37.5)
    assert one.value("p(50)") == pytest.approx(38, rel=0.001)
