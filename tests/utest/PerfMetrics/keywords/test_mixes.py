"""A mix is sent where that is allowed, judged by its own thresholds, and recorded by kinds of requests."""

import json
from pathlib import Path

import pytest

from PerfMetrics import load_users

MIX = """
name: mix
stages: [60/s for 500 ms]
requests:
  - {route: /ok, weight: 2, thresholds: [p(95)<2s]}
  - {route: /cache, name: cached}
thresholds: [error_rate==0, dropped==0]
"""


@pytest.fixture
def mix(tmp_path: Path) -> Path:
    path = tmp_path / "mix.yaml"
    path.write_text(MIX)
    return path


def test_mix_is_sent_and_recorded_by_kinds_of_requests(run_case, mix: Path, tmp_path: Path, server) -> None:
    assert run_case(f"Run Load Mix    {mix}\nMeasurement Should Meet    count==30") == ("PASS", "")
    saved = [json.loads(file.read_text()) for file in (tmp_path / "measurements").iterdir()]
    assert {each["data"]["name"] for each in saved} == {"mix", "mix: /ok", "mix: cached"}
    assert {path for _, path, _, _ in server.requests} == {"/ok", "/cache"}


def test_every_threshold_that_is_not_met_is_named(run_case, mix: Path) -> None:
    mix.write_text(MIX.replace("p(95)<2s", "count<1").replace("error_rate==0", "count==1"))
    status, message = run_case(f"Run Load Mix    {mix}")
    assert status == "FAIL"
    first, second = message.splitlines()
    assert first.startswith("mix: Expected count==1, got count of 30")
    assert second.startswith("mix: /ok: Expected count<1, got count of ")


def test_request_that_was_never_sent_fails_the_mix(run_case, mix: Path) -> None:
    mix.write_text(MIX.replace("60/s", "4/s").replace("weight: 2", "weight: 1000"))
    status, message = run_case(f"Run Load Mix    {mix}")
    assert (status, message.startswith("mix: cached was not sent once")) == ("FAIL", True)


def test_mix_with_nothing_but_errors_fails_unless_a_threshold_says_how_many_there_may_be(
    run_case, mix: Path
) -> None:
    broken = MIX.replace("route: /cache", "route: /status/500").replace("error_rate==0, ", "")
    mix.write_text(broken)
    status, message = run_case(f"Run Load Mix    {mix}")
    assert (status, message.splitlines()[0]) == ("FAIL", "mix: cached: Expected responses without an error.")
    assert message.splitlines()[1].startswith("Got only errors: HTTP 500 (")

    mix.write_text(broken.replace("dropped==0", "error_rate<90%"))
    assert run_case(f"Run Load Mix    {mix}") == ("PASS", "")


def test_environment_without_load_gets_no_request(run_case, environment, mix: Path, server) -> None:
    environment.capabilities = ()
    status, message = run_case(f"Run Load Mix    {mix}")
    assert status == "FAIL"
    assert "does not have the capability 'load', so no load is sent to it" in message
    assert not server.requests


def test_malformed_mix_gets_one_line_and_sends_nothing(run_case, mix: Path, server) -> None:
    mix.write_text(MIX.replace("name: mix", "nam: mix"))
    status, message = run_case(f"Run Load Mix    {mix}")
    assert status == "FAIL"
    assert message.startswith(f"{mix}: there is no key nam. Did you mean name?")
    assert "\n" not in message
    assert not server.requests


def test_more_users_than_the_environment_keeps_are_refused(run_case, mix: Path, server) -> None:
    mix.write_text(MIX + "signed_in_users: 3\n")
    status, message = run_case(f"Run Load Mix    {mix}")
    assert status == "FAIL"
    assert "has 2 users for its tests, and the load needs 3: lower signed_in_users" in message
    assert not server.requests


def test_tokens_are_renewed_when_a_fifth_of_their_time_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    import jwt
    from robot.api.types import Secret

    from ManuelAuth.identity import Identity

    token = Secret(jwt.encode({"iat": 1000, "exp": 2000}, "x" * 32))
    users = load_users.LoadUsers([Identity("a@example.com", "a", token, token, token)])
    monkeypatch.setattr("time.time", lambda: 1750.0)
    assert users.seconds_to_renewal() == 50
    assert load_users.LoadUsers([]).seconds_to_renewal() == float("inf")
