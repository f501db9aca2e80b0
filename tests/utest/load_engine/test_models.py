import pytest

from load_engine.child_process import WorkerError
from load_engine.curl import CurlTransport
from load_engine.job import Job, measure
from load_engine.measurement import Measurement
from load_engine.models import Arrivals, BehindScheduleError, Users
from load_engine.request_template import RequestTemplate
from load_engine.schedule import LoadStage
from load_engine.workers import measure_in_workers


def run(url: str, plan: Users | Arrivals, *, timeout: float = 5.0, warm_up: int = 2) -> Measurement:
    return measure_in_workers([Job("job", RequestTemplate("GET", url, timeout=timeout), plan, warm_up)])


def at_rate(rate: float, seconds: float, most: int = 100) -> Arrivals:
    return Arrivals([LoadStage(seconds, rate, rate)], most)


def test_users_send_as_many_requests_as_they_should(server) -> None:
    measured = run(f"{server.url}/ok", Users(count=8, requests=100), warm_up=3)
    assert (measured.sent, measured.failed, measured.peak_in_flight) == (100, 0, 8)
    assert len(server.requests) == 103
    assert measured.model == "closed"


def test_users_wait_for_their_responses(server) -> None:
    measured = run(f"{server.url}/slow", Users(count=5, requests=20))
    assert (measured.seconds >= 0.4, measured.peak_in_flight) == (True, 5)
    assert measured.percentile(50) >= 100


def test_users_send_at_the_same_time(server) -> None:
    measured = run(f"{server.url}/together/5", Users(count=5, requests=20), timeout=20, warm_up=0)
    assert (measured.sent, measured.failed) == (20, 0)


def test_users_all_begin_at_the_same_moment(server) -> None:
    measured = run(f"{server.url}/together/20", Users(count=20, requests=20), timeout=20, warm_up=0)
    assert (measured.failed, measured.peak_in_flight) == (0, 20)


def test_rate_is_kept(server) -> None:
    measured = run(f"{server.url}/ok", at_rate(200, 1.5))
    assert (measured.sent, measured.dropped, measured.failed) == (300, 0, 0)
    assert measured.value("offered") == 200
    assert measured.value("throughput") == pytest.approx(200, rel=0.2)


def test_stall_is_seen_by_every_request_that_was_due_meanwhile(server) -> None:
    """The server stalls for half a second in 2.5 s at 100/s: a fifth of the requests are late by up to half a second."""
    measured = run(f"{server.url}/stall", at_rate(100, 2.5))
    assert measured.sent == 250
    assert measured.percentile(50) < 100
    assert measured.percentile(90) > 200
    assert measured.percentile(99) > 430


def test_requests_beyond_the_maximum_in_flight_are_dropped_and_counted(server) -> None:
    measured = run(f"{server.url}/slow", at_rate(100, 1, most=2), warm_up=0)
    assert measured.sent + measured.dropped == 100
    assert measured.dropped >= 60
    assert measured.peak_in_flight == 2
    assert measured.value("error_rate") == measured.dropped / 100


def test_failures_are_counted_by_what_went_wrong(server, dead_url: str) -> None:
    assert run(f"{server.url}/every-fifth", Users(1, 20), warm_up=0).errors == {"HTTP 500": 4}
    assert run(dead_url, Users(2, 6), warm_up=0).errors == {"connection refused": 6}
    assert run(f"{server.url}/hang", Users(2, 2), warm_up=0, timeout=0.2).errors == {"timeout": 2}


def test_machine_that_is_too_slow_says_so(server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("load_engine.models.MAX_LATENESS_SECONDS", -1.0)
    job = Job("job", RequestTemplate("GET", f"{server.url}/ok"), at_rate(10, 1), 0)
    with pytest.raises(BehindScheduleError, match="could only be sent"):
        measure(job, await_start=lambda: 0.0)


def test_worker_that_dies_is_reported_with_its_last_line() -> None:
    impossible = Job("job", RequestTemplate("GET", "http://127.0.0.1:1"), Users("many", 1), 0)  # type: ignore[arg-type]
    with pytest.raises(WorkerError, match=r"ended with status 1\. Its last output was: TypeError"):
        measure_in_workers([impossible])


def test_transport_names_itself() -> None:
    assert CurlTransport.name.startswith("pycurl 8.")
