import pytest

from load_engine.comparison import SampleComparison
from load_engine.measurement import Measurement
from load_engine.thresholds import Threshold
from load_engine.timed_response import NO_CONTENT, Phases, TimedResponse


def measured(count: int = 100, *, failed: int = 0) -> Measurement:
    measurement = Measurement("GET /health", "sequential", "pycurl", seconds=1.0)
    for number in range(count):
        failure = "timeout" if number < failed else None
        status = 0 if failure else 200
        took = (number + 1) * 1000
        response = TimedResponse(
            number, 0, 0, took / 1e6, took, status, failure, 0, Phases(0, 0, 0, took), NO_CONTENT
        )
        measurement.record(response, second=0)
    return measurement


@pytest.mark.parametrize(
    ("text", "metric", "operator", "limit"),
    [
        ("p(95)<500", "p(95)", "<", 500),
        ("p( 99.9 ) <= 1.5s", "p(99.9)", "<=", 1500),
        ("max<20ms", "max", "<", 20),
        ("rate<0.01", "rate", "<", 0.01),
        ("error_rate <= 1%", "error_rate", "<=", 0.01),
        ("late_p(99)<5", "late_p(99)", "<", 5),
        ("throughput > 190", "throughput", ">", 190),
        ("dropped==0", "dropped", "==", 0),
        ("count!=0", "count", "!=", 0),
        ("speedup>=2", "speedup", ">=", 2),
    ],
)
def test_a_threshold_has_metric_operator_and_limit(
    text: str, metric: str, operator: str, limit: float
) -> None:
    threshold = Threshold.parse(text)
    assert (threshold.metric, threshold.operator, threshold.limit) == (metric, operator, limit)


@pytest.mark.parametrize(
    "text", ["", "p(95)", "p(95)=500", "<500", "p(95)<fast", "p(95)<500 and max<1", "p(95)<-1"]
)
def test_malformed_threshold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a threshold\. Expected a metric"):
        Threshold.parse(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("error_rate<5", "expected a share from 0 to 1, or up to 100%, as in error_rate<1%, got 5."),
        ("error_rate<101%", "expected a share from 0 to 1, or up to 100%, as in error_rate<1%, got 101%."),
        ("error_rate<500ms", "expected a share from 0 to 1, or up to 100%, as in error_rate<1%, got 500ms."),
        ("reuse>1s", "expected a share from 0 to 1, or up to 100%, as in reuse<1%, got 1s."),
        ("hit_rate>90", "expected a share from 0 to 1, or up to 100%, as in hit_rate<1%, got 90."),
        ("p(50)<100%", "expected a time, as in p(50)<500ms or p(50)<1.5s, got 100%."),
        ("late_p(99)<1%", "expected a time, as in late_p(99)<500ms or late_p(99)<1.5s, got 1%."),
        ("throughput>1s", "expected a number without a unit, as in throughput>10, got 1s."),
        ("count<1000%", "expected a number without a unit, as in count>10, got 1000%."),
    ],
)
def test_limit_in_the_unit_of_another_metric_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match="expected") as error:
        Threshold.parse(text)
    assert str(error.value) == f"{text!r}: {message}"


@pytest.mark.parametrize("text", ["error_rate<=1", "error_rate<=100%", "reuse>0.9", "avg<2s", "offered>10"])
def test_limit_in_the_unit_of_its_metric_is_read(text: str) -> None:
    assert Threshold.parse(text).text == text


@pytest.mark.parametrize(
    ("kept", "broken"),
    [
        ("p(95)<=95.1", "p(95)<94.9"),
        ("max<101", "max<99"),
        ("min>=1", "min>1"),
        ("errors==0", "errors!=0"),
        ("throughput>=99", "throughput>101"),
        ("error_rate<=0", "error_rate>0"),
    ],
)
def test_threshold_is_met_or_not(kept: str, broken: str) -> None:
    assert Threshold.parse(kept).problem(measured()) is None
    assert f"Expected {broken}, got " in str(Threshold.parse(broken).problem(measured()))


def test_failures_are_named_when_a_percentile_falls_on_one() -> None:
    problem = Threshold.parse("p(95)<500").problem(measured(failed=6))
    assert problem == (
        "Expected p(95)<500, got p(95) of infinity: a failed request counts as slower than any response, "
        "and there were timeout (6x)."
    )


def test_failures_are_named_when_too_many_fail() -> None:
    problem = Threshold.parse("error_rate==0").problem(measured(failed=6))
    assert str(problem).endswith(": timeout (6x).")


def test_late_sender_is_named_but_excuses_nothing() -> None:
    late = measured()
    late.lateness.record(60_000)
    assert Threshold.parse("p(95)<500").problem(late) is None
    assert str(Threshold.parse("p(95)<90").problem(late)).startswith(
        "Expected p(95)<90, got p(95) of 95.01. This says little about the server, since the requests were sent late"
    )


def test_inconclusive_comparison_is_not_judged() -> None:
    contradicted = SampleComparison(
        "cache", "miss", "hit", [20_000] * 20, [10_000] * 20, proven=19, disproven=1
    )
    assert "Expected speedup>=2, got speedup of 2, which cannot be judged: 1 of 40 responses" in str(
        Threshold.parse("speedup>=2").problem(contradicted)
    )


@pytest.mark.parametrize(
    ("text", "count", "has_caveat"),
    [("p(95)<500", 58, True), ("p(95)<500", 59, False), ("p(99)<500", 298, True), ("max<500", 2, False)],
)
def test_percentile_of_too_few_requests_gets_a_caveat(text: str, count: int, has_caveat: bool) -> None:
    assert (Threshold.parse(text).caveat(measured(count)) is not None) is has_caveat


def test_comparison_has_thresholds_too() -> None:
    comparison = SampleComparison(
        "cache", "miss", "hit", slower=[20_000] * 20, faster=[10_000] * 20, proven=20
    )
    assert Threshold.parse("speedup>=2").problem(comparison) is None
    assert Threshold.parse("hit_rate==1").problem(comparison) is None
    assert Threshold.parse("speedup>=2.1").problem(comparison) == "Expected speedup>=2.1, got speedup of 2."
    assert Threshold.parse("speedup>=2").caveat(comparison) is None


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("p(95)<500", 2000),
        ("max<=1s", 4000),
        ("med<10", 40),
        ("throughput>20", 5),
        ("p(95)>500", 500),
        ("error_rate<=1%", 0.01),
        ("late_p(99)<5", 5),
        ("speedup>=2", 2),
    ],
)
def test_a_slower_machine_relaxes_limits_of_times_and_throughput(text: str, limit: float) -> None:
    assert Threshold.parse(text).relaxed(4).limit == pytest.approx(limit)
