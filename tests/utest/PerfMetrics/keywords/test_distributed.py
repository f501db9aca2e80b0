"""A mix is sent by Locust from several processes, and a lost one is no pass."""

import os
import signal
import socket
import threading
from pathlib import Path

import pytest

from support.waiting import wait_until

MIX = """
name: mix
stages: [0 to 6 users in 1 s, 6 users for 2 s]
think_time: 50 ms
requests:
  - {route: /ok, weight: 3}
  - {route: POST /ok, name: posted, body: {n: "{number}"}}
thresholds: [error_rate==0]
"""
WORKER = "load_engine.distributed.locust_process"


@pytest.fixture
def mix(tmp_path: Path) -> Path:
    path = tmp_path / "mix.yaml"
    path.write_text(MIX)
    return path


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def test_two_workers_send_one_mix(run_case, children, mix: Path, server) -> None:
    assert run_case(f"""
        ${{all}} =    Run Distributed Load    {mix}    workers=2
        Should Be Equal    ${{all.model}}    closed
        Measurement Should Meet    error_rate==0    p(95)<2s    count>50
    """) == ("PASS", "")
    numbers = [body for method, _, _, body in server.requests if method == "POST"]
    assert len(set(numbers)) == len(numbers) > 10
    assert not children(WORKER)


def test_lost_worker_is_said_and_is_no_pass(run_case, children, mix: Path, server) -> None:
    """A worker is killed in the middle; the master notices that it sends no heartbeat."""
    mix.write_text(MIX.replace("6 users for 2 s", "6 users for 6 s"))

    def kill_a_worker() -> None:
        wait_until(lambda: len(server.requests) >= 20, timeout=120)
        os.kill(children(WORKER)[-1], signal.SIGKILL)

    killer = threading.Thread(target=kill_a_worker)
    killer.start()
    status, message = run_case(f"Run Distributed Load    {mix}    workers=2")
    killer.join()
    assert status == "FAIL"
    assert message.startswith("mix: 1 of 2 workers were lost while they sent load")


def test_thresholds_of_the_file_are_judged(run_case, mix: Path) -> None:
    mix.write_text(MIX.replace("error_rate==0", "count<5").replace("6 users for 2 s", "6 users for 1 s"))
    status, message = run_case(f"Run Distributed Load    {mix}    workers=1")
    assert status == "FAIL"
    assert message.startswith("mix: Expected count<5, got count of ")


def test_workers_that_do_not_come_are_said(run_case, mix: Path, server) -> None:
    step = f"Lead Distributed Load    {mix}    workers=2    listen_on=127.0.0.1    port={free_port()}    timeout=1 s"
    assert run_case(step) == ("FAIL", "0 of 2 workers joined within 1 s; no load was sent")
    assert not server.requests


@pytest.mark.parametrize("master", ["127.0.0.1", "nowhere.invalid"])
def test_master_that_is_not_there_is_said(run_case, mix: Path, master: str) -> None:
    port = free_port()
    status, message = run_case(
        f"Join Distributed Load    {mix}    master={master}    port={port}    timeout=1 s"
    )
    assert status == "FAIL"
    assert message.startswith(f"no master answers at {master}:{port} within 1 s")


def test_port_that_is_taken_is_said(run_case, mix: Path, server) -> None:
    port = server.server_port
    status, message = run_case(
        f"Lead Distributed Load    {mix}    workers=1    listen_on=127.0.0.1    port={port}"
    )
    assert (status, message) == (
        "FAIL",
        f"the master cannot listen on 127.0.0.1:{port}: Address already in use",
    )


@pytest.mark.parametrize(
    "keyword",
    [
        "Run Distributed Load    {}",
        "Lead Distributed Load    {}    workers=1",
        "Join Distributed Load    {}    master=localhost",
    ],
)
def test_nothing_is_sent_where_load_is_not_allowed(
    run_case, environment, mix: Path, server, keyword: str
) -> None:
    environment.capabilities = ()
    status, message = run_case(keyword.format(mix))
    assert status == "FAIL"
    assert "does not have the capability 'load', so no load is sent to it" in message
    assert not server.requests


def test_missing_locust_is_said_in_one_line(run_case, mix: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("load_engine.distributed.running.find_spec", lambda _: None)
    assert run_case(f"Run Distributed Load    {mix}") == (
        "FAIL",
        "load from several processes needs Locust: pip install --editable '.[load]'",
    )
