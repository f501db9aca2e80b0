"""Tokens are sent, and never written."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from load_engine import child_process

TOKENS = ("first-user-token-0123456789", "second-user-token-0123456789")
STEPS = {
    "single": "Measure Response Time    /ok    requests=3",
    "users": "Run Concurrent Requests    /ok    users=3",
    "rate": "Run Load    /ok    rate=20/s    duration=500 ms",
    "cache": "Measure Cache Speedup    /cache/{number}    pairs=3",
    "failing": "Measure Cache Speedup    /status/401?n={number}",
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
@pytest.mark.usefixtures("signed_in")
def test_token_of_the_signed_in_user_is_sent_and_never_written(
    run_case, server, tmp_path: Path, step: str
) -> None:
    run_case(step)
    assert {request[2]["Authorization"] for request in server.requests} == {f"Bearer {TOKENS[0]}"}
    assert_no_token_is_written(tmp_path)


@pytest.mark.usefixtures("signed_in")
def test_token_is_not_written_when_a_load_is_refused(run_case, server, tmp_path: Path) -> None:
    status, _ = run_case("Run Load    /ok    rate=20/s    duration=0 s")
    assert (status, server.requests) == ("FAIL", [])
    assert_no_token_is_written(tmp_path)


def assert_no_token_is_written(folder: Path) -> None:
    written = "".join(file.read_text() for file in folder.rglob("*") if file.is_file())
    assert written
    assert "Bearer" not in written
    assert not [token for token in TOKENS if token in written]


@pytest.mark.usefixtures("signed_in")
def test_token_is_in_no_process_list(run_case, server, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []
    popen = child_process.subprocess.Popen

    def remember(command: list[str], **options: object) -> object:
        started.append((command, options))
        return popen(command, **options)

    monkeypatch.setattr(child_process.subprocess, "Popen", remember)
    run_case("Run Load    /ok    rate=20/s    duration=500 ms")
    assert server.requests
    assert started
    assert TOKENS[0] not in repr(started)


def test_users_take_turns(
    run_cases, server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_identities
) -> None:
    monkeypatch.setitem(sys.modules, "tested_users", SimpleNamespace(users=fake_identities))
    (test,) = run_cases("""
Case
    ${users} =    Evaluate    sys.modules["tested_users"].users    modules=sys
    Run Concurrent Requests    /ok    users=2    requests=10    warm_up=0    identities=${users}
""").suite.tests
    assert test.passed, test.message
    sent = [request[2]["Authorization"] for request in server.requests]
    assert sorted(set(sent)) == [f"Bearer {token}" for token in TOKENS]
    assert not [token for token in TOKENS if token in (tmp_path / "output.xml").read_text()]
