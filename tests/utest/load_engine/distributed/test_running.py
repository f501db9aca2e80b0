"""Master and workers agree on what is sent, and tokens reach workers only."""

import json
import socket
import threading
from collections.abc import Sequence

import pytest

from load_engine.distributed.assignment import Assignment
from load_engine.distributed.running import (
    LOOPBACK,
    DistributedLoadError,
    join_master,
    lead_workers,
    measure_here,
)
from load_engine.mix.model import LoadMix
from load_engine.mix.source import MixSource


class Renewal:
    """Tokens that are renewed once, at once."""

    def __init__(self) -> None:
        self.renewed = 0

    def seconds_to_renewal(self) -> float:
        return 60.0 if self.renewed else 0.0

    def renew(self) -> Sequence[str]:
        self.renewed += 1
        return ["new"]


def source(url: str, route: str = "/ok", tokens: Sequence[str] = ("old",)) -> MixSource:
    mix = LoadMix.model_validate(
        {"name": "mix", "stages": ["4 users for 2 s"], "think_time": "50 ms", "requests": [{"route": route}]}
    )
    return MixSource(mix, [], base_url=url, tokens=tokens, timeout=30)


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as listening:
        return int(listening.getsockname()[1])


def test_worker_with_another_mix_ends_the_load_before_it_begins(server) -> None:
    port = free_port()
    other = source(server.url, route="/slow")
    joining = {"host": LOOPBACK, "port": port, "tokens": Renewal(), "timeout": 60.0}
    worker = threading.Thread(target=join_master, args=(other,), kwargs=joining)
    worker.start()
    with pytest.raises(
        DistributedLoadError, match="1 of the workers have another mix, other data or another API"
    ):
        lead_workers(source(server.url), host=LOOPBACK, port=port, workers=1, timeout=60)
    worker.join()
    assert not server.requests


def test_renewed_tokens_reach_the_workers(server) -> None:
    measured = measure_here(source(server.url), workers=1, tokens=Renewal(), timeout=60)
    assert measured.invalid is None
    assert server.requests[-1][2]["Authorization"] == "Bearer new"


def test_a_master_has_no_tokens() -> None:
    master = Assignment("master", LOOPBACK, 1, 2, 3.0, source("http://api").without_tokens())
    worker = Assignment("worker", LOOPBACK, 1, 2, 3.0, source("http://api"))
    assert json.loads(master.to_json())["source"]["tokens"] == []
    assert json.loads(worker.to_json())["source"]["tokens"] == ["old"]
    assert master.fingerprint == Assignment.from_json(worker.to_json()).fingerprint
    assert master.fingerprint != Assignment("master", LOOPBACK, 1, 2, 3.0, source("http://other")).fingerprint


def test_workers_do_not_measure_the_time_in_which_they_wait_for_others_and_leave_at_the_end(server) -> None:
    port, waiting = free_port(), 6.0
    joining = {"host": LOOPBACK, "port": port, "tokens": Renewal(), "timeout": 60.0}
    workers = [
        threading.Thread(target=join_master, args=(source(server.url),), kwargs=joining) for _ in range(2)
    ]
    workers[0].start()
    late = threading.Timer(waiting, workers[1].start)
    late.start()
    measured = lead_workers(source(server.url), host=LOOPBACK, port=port, workers=2, timeout=60)
    for thread in workers:
        thread.join(20)
    assert not any(thread.is_alive() for thread in workers)
    assert (measured.sent > 0, measured.invalid) == (True, None)
    assert measured.seconds < waiting - 1
