import json
from pathlib import Path

import pytest

from load_engine.store import load_all
from PerfMetrics.figures import parse_figures
from PerfMetrics.verdicts import VERDICTS_PREFIX, Verdict, verdicts_from_json


def test_response_time_is_measured_and_judged(run_case, server) -> None:
    status, message = run_case("""
        Measure Response Time    GET /ok    requests=60
        Measurement Should Meet    p(95)<1000    error_rate==0    count==60
        Service Level Should Be Met    GET /ok
    """)
    assert (status, message) == ("PASS", "")
    assert len(server.requests) == 63


def test_verdicts_are_in_the_metadata_of_the_test(run_cases) -> None:
    test = run_cases("""
Case
    Measure Response Time    GET /slow    requests=3
    Measurement Should Meet    count==3
    Service Level Should Be Met    GET /slow
""").suite.tests[0]

    count, p95, errors = verdicts_from_json(test.metadata[f"{VERDICTS_PREFIX}GET /slow"])
    assert count == Verdict("count==3", 3, met=True)
    assert (p95.threshold, p95.met) == ("p(95)<=50", False)
    assert p95.value is not None
    assert p95.value > 50
    assert errors == Verdict("error_rate<=0", 0, met=True)


def test_slow_route_is_found(run_case) -> None:
    status, message = run_case("""
        Measure Response Time    /slow    requests=3    warm_up=0
        Measurement Should Meet    p(95)<50    count==3
    """)
    assert status == "FAIL"
    assert message.startswith("/slow: Expected p(95)<50, got p(95) of ")


@pytest.mark.parametrize(
    ("slowdown", "threshold", "expected"),
    [
        (2.9, "p(95)<50", "FAIL"),  # as many processes as processors
        (4.0, "p(95)<50", "SKIP"),
        (4.0, "p(95)<1", "FAIL"),  # too slow by more than that
        (4.0, "count==4", "FAIL"),  # has nothing to do with it
        (4.0, "p(95)<1000", "PASS"),
    ],
)
def test_limits_that_a_busy_machine_may_have_exceeded_are_inconclusive(
    run_case, slow_down, slowdown: float, threshold: str, expected: str
) -> None:
    slow_down(slowdown)
    status, message = run_case(f"""
        Measure Response Time    /slow    requests=3    warm_up=0
        Measurement Should Meet    {threshold}    error_rate==0
    """)
    assert status == expected
    if expected == "SKIP":
        assert message.startswith(
            "inconclusive, since the machine was busy and slowed a control down 4.0 times: /slow: Expected p(95)<50, got"
        )


def test_a_busy_machine_excuses_only_what_was_measured_then(run_case, slow_down) -> None:
    slow_down(4.0)
    status, message = run_case("""
        Measure Response Time    /slow    requests=3    warm_up=0
        Evaluate    setattr(load_engine.machine_control.MachineControl, "slowdown", 1.0)    modules=load_engine.machine_control
        Measure Response Time    /slow    requests=3    warm_up=0
        Measurement Should Meet    p(95)<50
    """)
    assert status == "FAIL"
    assert message.startswith("/slow: Expected p(95)<50, got p(95) of ")


def test_objective_that_is_not_met_fails(run_case) -> None:
    status, message = run_case("""
        Measure Response Time    GET /slow    requests=3
        Service Level Should Be Met    GET /slow
    """)
    assert (status, message.partition(", got")[0]) == ("FAIL", "GET /slow: Expected p(95)<=50")


def test_route_without_objective_is_an_error(run_case) -> None:
    status, message = run_case("""
        Measure Response Time    GET /ok    requests=1
        Service Level Should Be Met    GET /elsewhere
    """)
    assert status == "FAIL"
    assert "no service-level objective for 'GET /elsewhere'. Its objectives: GET /slow, GET /ok" in message


def test_dead_server_is_not_fast(run_case, environment, dead_url: str) -> None:
    environment.api_base_url = dead_url
    status, message = run_case("""
        Measure Response Time    GET /ok    requests=5
        Measurement Should Meet    p(50)<500
    """)
    assert status == "FAIL"
    assert "connection refused (5x)" in message


def test_response_times_that_stay_and_that_grow(run_case) -> None:
    compare = """
        ${before} =    Measure Response Time    /%s    requests=3    name=before
        ${after} =    Measure Response Time    /%s    requests=3    name=after
        Response Times Should Not Have Grown    ${before}    ${after}    factor=3    margin=20 ms
    """
    assert run_case(compare % ("slow", "slow")) == ("PASS", "")
    status, message = run_case(compare % ("ok", "slow"))
    assert status == "FAIL"
    assert message.startswith("after: Expected p(50)<")


@pytest.mark.parametrize("failing", ["before", "after"])
def test_response_times_of_failed_requests_are_not_compared(run_case, failing: str) -> None:
    routes = {"before": "/ok", "after": "/ok", failing: "/missing"}
    status, message = run_case(f"""
        ${{before}} =    Measure Response Time    {routes["before"]}    requests=3    name=before
        ${{after}} =    Measure Response Time    {routes["after"]}    requests=3    name=after
        Response Times Should Not Have Grown    ${{before}}    ${{after}}    factor=3    margin=1 hour
    """)
    assert status == "FAIL"
    assert message.startswith(f"{failing}: Expected error_rate==0")


def test_body_and_headers_are_sent(run_case, server) -> None:
    run_case("""
        VAR    &{body}    question=What is {number}?
        VAR    &{headers}    X-Test=yes
        Measure Response Time    POST /ok    requests=2    warm_up=0    body=${body}    headers=${headers}
    """)
    method, path, headers, body = server.requests[1]
    assert (method, path, headers["X-Test"]) == ("POST", "/ok", "yes")
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {"question": "What is 1?"}


@pytest.mark.parametrize("route", ["https://elsewhere/ok", "get /ok", "GETT /ok", "GET ok", "GET /a b", ""])
def test_malformed_route_is_refused(run_case, server, route: str) -> None:
    status, message = run_case(f"Measure Response Time    {route or '${EMPTY}'}")
    assert status == "FAIL"
    assert "is not a route. Expected a method and a path" in message
    assert not server.requests


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("Measure Response Time    /ok    requests=0", "Expected 1 request or more to measure; got 0"),
        ("Measure Response Time    /ok    warm_up=-1", "Expected 0 or more requests to warm up; got -1"),
        ("Measure Connection Reuse    /ok    requests=1", "Expected 2 requests or more"),
        ("Measure Cache Speedup    /ok", "Neither the path nor the body contains {number}"),
        (
            "Measure Cache Speedup    /cache/{number}    pairs=1",
            "Expected 2 pairs or more, preferably 30; got 1",
        ),
        ("Measurement Should Meet    p(95)<5", "This test has not measured anything yet"),
        ("Measurement Should Meet", "There is no threshold"),
        ("Measurement Should Meet    quick", "'quick' is not a threshold"),
    ],
)
def test_bad_input_gets_one_clear_line(run_case, step: str, message: str) -> None:
    status, came = run_case(step)
    assert status == "FAIL"
    assert message in came
    assert "\n" not in came


def test_connection_reuse_tells_servers_apart(run_case) -> None:
    kept = run_case("Measure Connection Reuse    /ok    requests=20\nMeasurement Should Meet    reuse>=0.95")
    closed = run_case(
        "Measure Connection Reuse    /close    requests=20\nMeasurement Should Meet    reuse>=0.95"
    )
    assert kept == ("PASS", "")
    assert closed == ("FAIL", "/close connection reuse: Expected reuse>=0.95, got reuse of 0.")


CACHE = """
    VAR    &{{body}}    question=How do I descale machine {{number}}?
    Measure Cache Speedup    POST /{path}    body=${{body}}    pairs=15
    Measurement Should Meet    {threshold}
"""


def test_cache_is_faster(run_case) -> None:
    assert run_case(CACHE.format(path="cache", threshold="speedup>=2    hit_rate==1")) == ("PASS", "")


def test_server_without_cache_is_not_faster(run_case) -> None:
    status, message = run_case(CACHE.format(path="no-cache", threshold="speedup>=1.5"))
    assert status == "FAIL"
    assert "speedup" in message


def test_cache_that_claims_impossible_hits_is_found(run_case) -> None:
    status, message = run_case(CACHE.format(path="lying-cache", threshold="speedup>=1"))
    assert status == "FAIL"
    assert "15 of 30 responses say that they are a hit instead of a miss, or the other way round" in message


def test_failed_request_ends_a_comparison(run_case) -> None:
    status, message = run_case("Measure Cache Speedup    /status/429?n={number}")
    assert status == "FAIL"
    assert "Got HTTP 429" in message


def test_each_test_begins_without_measurements(run_cases) -> None:
    first, second = run_cases("""
First
    Measure Response Time    /ok    requests=1

Second
    Measurement Should Meet    p(95)<5000
""").suite.tests
    assert first.passed
    assert "This test has not measured anything yet" in second.message


def test_measurement_is_in_metadata_log_and_file(run_cases, tmp_path: Path) -> None:
    (test,) = run_cases(
        "Case\n    Measure Response Time    /ok    requests=20    name=ok at night\n"
    ).suite.tests
    assert parse_figures(test.metadata["Measured: ok at night"])["count"] == 20
    assert "&lt;svg " in (tmp_path / "output.xml").read_text()
    (stored,) = load_all(tmp_path)
    assert (stored.test, stored.measured.value("count")) == ("Suite.Case", 20)


def test_measurements_can_be_named_and_judged_later(run_case) -> None:
    assert run_case("""
        ${first} =    Measure Response Time    /ok    requests=2
        Measure Response Time    /slow    requests=3
        Measurement Should Meet    count==2    measurement=${first}
        ${slow} =    Get Measured Value    p(50)
        Should Be True    ${slow} >= 100
    """) == ("PASS", "")


def test_merged_measurements_are_judged(run_case, tmp_path: Path) -> None:
    assert run_case(f"""
        Measure Response Time    /ok    requests=10
        Measure Response Time    /ok    requests=15
        ${{all}} =    Merge Measurements    /ok    {tmp_path}
        Measurement Should Meet    count==25    measurement=${{all}}
        ${{again}} =    Merge Measurements    /ok    {tmp_path}
        Measurement Should Meet    count==25    measurement=${{again}}
    """) == ("PASS", "")


def test_name_without_a_measurement_is_an_error(run_case, tmp_path: Path) -> None:
    status, message = run_case(f"Merge Measurements    GET /nothing    {tmp_path}")
    assert (status, message.endswith("is named 'GET /nothing'. Its measurements: none.")) == ("FAIL", True)
