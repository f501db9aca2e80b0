"""Load from Python: the example in the package's documentation, and what is refused."""

import doctest

import pytest

import load_engine
from load_engine import LoadStage, RequestTemplate, measure_arrivals, measure_users


def test_example_of_the_documentation_works(server) -> None:
    text = (load_engine.__doc__ or "").replace("http://127.0.0.1:8080", server.url)
    example = doctest.DocTestParser().get_doctest(text, {}, "load_engine", None, None)
    report: list[str] = []
    assert doctest.DocTestRunner(verbose=False).run(example, out=report.append).attempted == 6
    assert report == []
    assert len(server.requests) == 125


def test_users_share_the_requests(server) -> None:
    measured = measure_users("ok", RequestTemplate("GET", f"{server.url}/ok"), users=4, requests=10)
    assert (measured.sent, measured.failed, measured.peak_in_flight) == (10, 0, 4)


def test_workers_share_the_users_and_their_requests(server) -> None:
    request = RequestTemplate("GET", f"{server.url}/ok?n={{number}}")
    measured = measure_users("ok", request, users=5, requests=11, workers=2)
    assert (measured.sent, measured.failed, measured.peak_in_flight) == (11, 0, 5)
    numbers = [int(path.removeprefix("/ok?n=")) for _, path, _, _ in server.requests]
    assert sorted(numbers) == list(range(11))


def test_users_of_all_workers_send_at_the_same_time(server) -> None:
    request = RequestTemplate("GET", f"{server.url}/together/4", timeout=20)
    measured = measure_users("together", request, users=4, requests=8, workers=2)
    assert (measured.sent, measured.failed) == (8, 0)


@pytest.mark.parametrize("workers", [0, 4])
def test_workers_without_a_user_each_are_refused(server, workers: int) -> None:
    request = RequestTemplate("GET", f"{server.url}/ok")
    with pytest.raises(ValueError, match=f"got {workers} workers and 3 users"):
        measure_users("ok", request, users=3, requests=9, workers=workers)
    assert server.requests == []


def test_workers_share_the_schedule(server) -> None:
    request = RequestTemplate("GET", f"{server.url}/ok?n={{number}}")
    measured = measure_arrivals("ok", request, [LoadStage(1, 100, 100)], max_in_flight=51, workers=2)
    assert measured.sent == 100
    numbers = [int(path.removeprefix("/ok?n=")) for _, path, _, _ in server.requests]
    assert sorted(numbers) == list(range(100))
    workers = [number % 2 for number in numbers]
    assert workers not in (sorted(workers), sorted(workers, reverse=True)), "one after the other"
    assert measured.value("offered") == 100
    assert measured.seconds > 0.9


@pytest.mark.parametrize(("users", "requests"), [(0, 10), (3, 2)])
def test_users_without_a_request_each_are_refused(server, users: int, requests: int) -> None:
    with pytest.raises(ValueError, match=f"got {users} users and {requests} requests"):
        measure_users("ok", RequestTemplate("GET", f"{server.url}/ok"), users=users, requests=requests)
    assert server.requests == []


@pytest.mark.parametrize(("max_in_flight", "workers"), [(1, 2), (5, 0)])
def test_workers_without_a_request_in_flight_each_are_refused(
    server, max_in_flight: int, workers: int
) -> None:
    request = RequestTemplate("GET", f"{server.url}/ok")
    with pytest.raises(ValueError, match=f"max_in_flight is {max_in_flight} for {workers} workers"):
        measure_arrivals("ok", request, [LoadStage(1, 5, 5)], max_in_flight=max_in_flight, workers=workers)
    assert server.requests == []
