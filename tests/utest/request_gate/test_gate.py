from typing import Any

import pytest

from ManuelEnvironment.configuration import CONTRACT
from request_gate import pace
from request_gate.effects import ApiEffects
from request_gate.gate import RequestGate, RequestRefusedError
from request_gate.hosts import host_of, is_loopback
from request_gate.pace import Pace
from request_gate.rules import GateRules

API = "https://api.example.test/v1"


@pytest.fixture(autouse=True)
def slept(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> list[float]:
    """Let time pass without waiting, and return how long the gate has waited."""
    waits: list[float] = []
    now = [1_000_000.0]

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("request_gate.pace.time.time", lambda: now[0])
    monkeypatch.setattr("request_gate.pace.time.sleep", sleep)
    monkeypatch.setattr("request_gate.pace.tempfile.gettempdir", lambda: str(tmp_path))
    return waits


def gate(**rules: Any) -> RequestGate:
    return RequestGate(GateRules(**{"environment": "prod", "api_url": API, **rules}), ApiEffects(CONTRACT))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://API.example.test:8443/x?y", "api.example.test"),
        ("https://api.example.test./x", "api.example.test"),
        ("http://127.0.0.1@api.example.test/", "api.example.test"),
        ("http://user:secret@api.example.test/", "api.example.test"),
        ("http://api.example.test\\@127.0.0.1/", "api.example.test"),
        ("http://api.example.test#@127.0.0.1/", "api.example.test"),
        ("http://[::1]:80/", "::1"),
        ("/health", ""),
    ],
)
def test_the_host_is_the_one_that_http_clients_see(url: str, host: str) -> None:
    assert host_of(url) == host


def test_only_names_and_addresses_of_this_machine_are_loopback() -> None:
    assert all(is_loopback(host) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost"))
    assert not any(
        is_loopback(host) for host in ("", "0.0.0.0", "127.1", "localhost.example.test", "10.0.0.1")
    )


def test_requests_on_this_machine_pass_whatever_they_do() -> None:
    for _ in range(1000):
        gate().admit("POST", "http://127.0.0.1:3000/api/query")
    gate().admit("DELETE", "http://localhost/anything", requests=10_000)


HERE = "http://localhost:3000"


@pytest.mark.parametrize(("has_one_user", "waited"), [(True, 60), (False, 0)])
def test_on_this_machine_one_user_keeps_to_the_pace(
    has_one_user: bool, waited: float, slept: list[float]
) -> None:
    here = gate(api_url=HERE, has_one_user=has_one_user)
    for _ in range(80):
        here.admit("POST", f"{HERE}/api/query")
        here.admit("GET", "http://localhost:4566/")
    assert sum(slept) == pytest.approx(waited)


def test_on_this_machine_load_of_one_user_does_not_wait_but_counts(slept: list[float]) -> None:
    here = gate(api_url=HERE, has_one_user=True, capabilities=["load"])
    here.begin_test(["load"])
    here.admit("GET", f"{HERE}/health", requests=float("inf"))
    assert sum(slept) == 0
    here.begin_test()
    here.admit("GET", f"{HERE}/health")
    assert sum(slept) == pytest.approx(60, abs=1.01)


ONE_USER_WITH_LOAD = {"has_one_user": True, "capabilities": ["load"], "allowed_hosts": ["api.example.test"]}


def test_a_load_test_of_the_only_user_begins_a_minute_after_the_last_request(slept: list[float]) -> None:
    shared = gate(**ONE_USER_WITH_LOAD)
    shared.admit("GET", f"{API}/health", requests=20)
    shared.admit("GET", f"{API}/health", requests=10)
    assert sum(slept) == pytest.approx(10)
    shared.begin_test(["load"])
    assert sum(slept) == pytest.approx(10 + 60)
    shared.begin_test(["load"])
    assert sum(slept) == pytest.approx(10 + 60)


@pytest.mark.parametrize("api", [API, "http://127.0.0.1:4000/v1"])
def test_a_load_test_begins_a_minute_after_the_last_request_of_another_process(
    api: str, slept: list[float]
) -> None:
    one, other = (gate(**{**ONE_USER_WITH_LOAD, "api_url": api}) for _ in range(2))
    one.admit("GET", f"{api}/health")
    other.begin_test(["load"])
    assert sum(slept) == pytest.approx(60)


def test_what_the_only_user_sends_as_load_counts_until_the_test_ends(slept: list[float]) -> None:
    shared = gate(**ONE_USER_WITH_LOAD)
    shared.begin_test(["load"])
    shared.admit("GET", f"{API}/health", requests=float("inf"))
    pass_time(25)
    shared.end_test()
    for _listener in range(2):
        shared.begin_test(["load"])
    assert sum(slept) == pytest.approx(25 + 60)


def test_a_load_test_that_is_skipped_keeps_the_next_one_from_nothing(slept: list[float]) -> None:
    shared = gate(**ONE_USER_WITH_LOAD)
    shared.admit("GET", f"{API}/health")
    pass_time(60)
    shared.begin_test(["load", "time-control"])
    shared.end_test()
    shared.begin_test(["load"])
    assert sum(slept) == pytest.approx(60)


@pytest.mark.parametrize(
    ("rules", "needs"),
    [({"has_one_user": False}, ["load"]), ({}, ["load", "time-control"]), ({}, ["cost"])],
)
def test_only_a_load_test_that_will_run_with_the_only_user_waits_for_a_free_minute(
    rules: dict[str, Any], needs: list[str], slept: list[float]
) -> None:
    shared = gate(**{**ONE_USER_WITH_LOAD, **rules})
    shared.admit("GET", f"{API}/health")
    shared.begin_test(needs)
    assert sum(slept) == 0


def pass_time(seconds: float) -> None:
    pace.time.sleep(seconds)


def test_the_base_path_is_no_part_of_the_route() -> None:
    gate().admit("GET", f"{API}/health")
    with pytest.raises(
        RequestRefusedError, match=r"GET /health was not sent to api\.example\.test: it may write"
    ):
        gate().admit("GET", "https://api.example.test/health")


def test_a_proxy_for_the_api_is_the_api() -> None:
    proxied = gate(api_proxy="http://127.0.0.1:4000")
    proxied.admit("GET", "http://127.0.0.1:4000/v1/health")
    with pytest.raises(RequestRefusedError, match=r"POST /v1/api/query was not sent to api\.example\.test"):
        proxied.admit("POST", "http://127.0.0.1:4000/v1/api/query")
    proxied.admit("POST", "http://127.0.0.1:4001/v1/api/query")


def test_the_refusal_is_one_line_with_capability_host_and_advice() -> None:
    with pytest.raises(RequestRefusedError) as refusal:
        gate(capabilities=["load"], allowed_hosts=["other.example.test"]).admit(
            "POST", f"{API}/api/query?q=secret"
        )
    assert str(refusal.value) == (
        "POST /v1/api/query was not sent to api.example.test: it costs money, which needs the capability 'cost' and "
        "'api.example.test' in allowed_hosts; the settings of 'prod' have capabilities: load, "
        "allowed_hosts: other.example.test. Tag the test needs:cost to skip it here."
    )


def test_a_quarter_of_a_minutes_requests_go_at_once_and_the_rest_evenly_spaced(slept: list[float]) -> None:
    busy = gate()
    for _ in range(20):
        busy.admit("GET", f"{API}/health")
    assert sum(slept) == 0
    for _ in range(60):
        busy.admit("GET", f"{API}/health")
    assert sum(slept) == pytest.approx(60)


def test_processes_share_the_pace(slept: list[float]) -> None:
    Pace("api.example.test", 80).wait_for(20)
    Pace("api.example.test", 80).wait_for(5)
    Pace("other.example.test", 80).wait_for(20)
    assert slept == [0.0, pytest.approx(5.0), 0.0]


def test_one_test_sends_at_most_a_minutes_requests() -> None:
    busy = gate(requests_per_minute=8)
    for _ in range(8):
        busy.admit("GET", f"{API}/health")
    with pytest.raises(
        RequestRefusedError,
        match="one test sends at most requests_per_minute=8, which needs the capability 'load'",
    ):
        busy.admit("GET", f"{API}/health")
    busy.begin_test()
    busy.admit("GET", f"{API}/health")


def test_a_load_test_has_no_pace_where_the_host_takes_load(slept: list[float]) -> None:
    loaded = gate(capabilities=["load"], allowed_hosts=["api.example.test"])
    loaded.begin_test(["load"])
    loaded.admit("GET", f"{API}/health", requests=float("inf"))
    for _ in range(500):
        loaded.admit("GET", f"{API}/health")
    assert slept == []


def test_a_load_test_keeps_to_the_pace_where_the_host_takes_no_load() -> None:
    elsewhere = gate(capabilities=["load"], allowed_hosts=["other.example.test"])
    elsewhere.begin_test(["load"])
    with pytest.raises(RequestRefusedError, match="needs the capability 'load'"):
        elsewhere.admit("GET", f"{API}/health", requests=21)


@pytest.mark.parametrize(("sent", "waited"), [(20, 1), (40, 21), (80, 60), (float("inf"), 60)])
def test_what_a_load_test_has_sent_the_next_test_waits_for(
    sent: float, waited: float, slept: list[float]
) -> None:
    loaded = gate(capabilities=["load"], allowed_hosts=["api.example.test"])
    loaded.begin_test(["load"])
    loaded.admit("GET", f"{API}/health", requests=sent)
    loaded.begin_test()
    loaded.admit("GET", f"{API}/health")
    assert sum(slept) == pytest.approx(waited, abs=1.01)


@pytest.mark.parametrize("needs", [[], ["cost"]])
def test_other_tests_keep_to_the_pace_even_where_the_host_takes_load(
    needs: list[str], slept: list[float]
) -> None:
    loaded = gate(capabilities=["load"], allowed_hosts=["api.example.test"])
    loaded.begin_test(["load"])
    loaded.end_test()
    loaded.admit("GET", f"{API}/health", requests=20)
    loaded.begin_test(needs)
    loaded.admit("GET", f"{API}/health", requests=20)
    assert sum(slept) == pytest.approx(20)
    with pytest.raises(RequestRefusedError, match="which only a test with the tag needs:load may do"):
        loaded.admit("GET", f"{API}/health", requests=21)


def test_after_two_wrong_passwords_a_test_signs_in_no_more() -> None:
    guarded, url = gate(), "https://cognito-idp.eu-west-1.amazonaws.com/"
    for _ in range(2):
        guarded.admit_aws("cognito-identity-provider", "InitiateAuth", url)
        guarded.record_failed_sign_in()
    with pytest.raises(RequestRefusedError, match="it changes an account"):
        guarded.admit_aws("cognito-identity-provider", "InitiateAuth", url)
    guarded.begin_test()
    guarded.admit_aws("cognito-identity-provider", "InitiateAuth", url)
