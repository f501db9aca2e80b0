import subprocess
import sys
import time
from pathlib import Path

import pytest

from load_engine.models import BehindScheduleError
from support.waiting import wait_until


def test_users_send_at_the_same_time(run_case) -> None:
    assert run_case("""
        Run Concurrent Requests    /slow    users=10    requests=20
        Measurement Should Meet    p(95)<1000    count==20    throughput>20    error_rate==0
    """) == ("PASS", "")


def test_rate_is_kept(run_case) -> None:
    assert run_case("""
        Run Load    /ok    rate=100/s    duration=1 s    max_in_flight=50
        Measurement Should Meet    count==100    dropped==0    offered==100
    """) == ("PASS", "")


def test_rate_may_ramp_up(run_case) -> None:
    assert run_case("""
        Run Load    /ok    rate=3000/min    duration=0.5 s    ramp_up=1 s    workers=2
        Measurement Should Meet    count==50
    """) == ("PASS", "")


def test_stages_follow_each_other(run_case) -> None:
    assert run_case("""
        Run Staged Load    /ok    50/s for 500 ms    50/s to 150/s in 0.5 s
        Measurement Should Meet    count==75
    """) == ("PASS", "")


def test_overloaded_server_is_found(run_case) -> None:
    status, message = run_case("""
        Run Load    /slow    rate=100/s    duration=1 s    max_in_flight=3
        Measurement Should Meet    error_rate<1%    dropped==0
    """)
    assert status == "FAIL"
    assert "Expected error_rate<1%" in message
    assert "Expected dropped==0" in message


@pytest.mark.parametrize(
    "step",
    [
        "Run Load    /ok    rate=10/s    duration=1 s",
        "Run Staged Load    /ok    10/s for 1 s",
        "Run Concurrent Requests    /ok",
    ],
)
def test_environment_without_load_gets_no_request(run_case, environment, server, step: str) -> None:
    environment.capabilities = ()
    status, message = run_case(step)
    assert status == "FAIL"
    assert "does not have the capability 'load', so no load is sent to it. Tag the test needs:load" in message
    assert not server.requests


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("Run Load    /ok    rate=fast    duration=1 s", "'fast' is not a rate"),
        ("Run Load    /ok    rate=1/min    duration=1 s", "No request is due within 1 s"),
        ("Run Load    /ok    rate=10/s    duration=1 s    max_in_flight=51", "at most 50"),
        ("Run Load    /ok    rate=10/s    duration=1 s    workers=0", "for 0 workers"),
        ("Run Staged Load    /ok", "There is no stage"),
        ("Run Staged Load    /ok    soon", "'soon' is not a stage"),
        ("Run Concurrent Requests    /ok    users=51", "Expected at most 50 users"),
        (
            "Run Concurrent Requests    /ok    users=5    requests=4",
            "got 5 users and 4 requests",
        ),
    ],
)
def test_bad_input_gets_one_clear_line(run_case, server, step: str, message: str) -> None:
    status, came = run_case(step)
    assert status == "FAIL"
    assert message in came
    assert "\n" not in came
    assert not server.requests


def test_workers_end_with_the_timeout_of_the_test(run_case, children, server) -> None:
    start = time.perf_counter()
    status, message = run_case("[Timeout]    1 s\nRun Load    /ok    rate=50/s    duration=30 s")
    assert (status, message) == ("FAIL", "Test timeout 1 second exceeded.")
    assert time.perf_counter() - start < 25
    assert not children("load_engine.worker")
    asked = len(server.requests)
    time.sleep(0.2)
    assert len(server.requests) == asked


def test_single_requests_end_with_the_timeout_of_the_test(run_case) -> None:
    start = time.perf_counter()
    assert run_case("[Timeout]    1 s\nMeasure Response Time    /hang") == (
        "FAIL",
        "Test timeout 1 second exceeded.",
    )
    assert time.perf_counter() - start < 20


def test_worker_ends_with_its_parent(server) -> None:
    program = (
        "from load_engine import LoadStage, RequestTemplate, measure_arrivals\n"
        f"request = RequestTemplate('GET', '{server.url}/ok')\n"
        "measure_arrivals('job', request, [LoadStage(60, 50, 50)], max_in_flight=10)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program]) as parent:
        try:
            # other processes may measure first
            wait_until(lambda: len(server.requests) >= 5 or parent.poll() is not None, timeout=120)
            assert parent.returncode is None, "the parent ended before its worker had sent anything"
        finally:
            parent.kill()
    wait_until(lambda: not _still_sending(server))


def _still_sending(server) -> bool:
    asked = len(server.requests)
    time.sleep(0.2)
    return len(server.requests) > asked


def test_measuring_processes_wait_for_each_other(tmp_path: Path) -> None:
    program = (
        "import time\n"
        "from load_engine.exclusive import exclusive_measurement\n"
        "with exclusive_measurement():\n"
        "    print(time.perf_counter(), flush=True)\n"
        "    time.sleep(0.2)\n"
        "    print(time.perf_counter(), flush=True)\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    spans = sorted([float(line) for line in process.communicate()[0].split()] for process in started)
    assert spans[0][1] <= spans[1][0]


@pytest.mark.parametrize(("slowdown", "expected"), [(1.0, "FAIL"), (4.0, "SKIP")])
def test_a_busy_machine_that_cannot_send_in_time_decides_nothing(
    run_case, slow_down, monkeypatch: pytest.MonkeyPatch, slowdown: float, expected: str
) -> None:
    def late(*_: object, **__: object) -> None:
        raise BehindScheduleError("a request was late")

    monkeypatch.setattr("PerfMetrics.keywords.load.measure_arrivals", late)
    slow_down(slowdown)
    status, message = run_case("Run Load    GET /ok    rate=10/s    duration=1 s")
    assert status == expected
    assert message.endswith("a request was late")
