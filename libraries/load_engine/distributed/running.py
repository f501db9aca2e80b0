"""Starting processes with Locust on this machine, and waiting for them."""

import json
import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import Any

from load_engine.child_process import ChildProcess, WorkerError, child_processes
from load_engine.distributed.assignment import Assignment
from load_engine.measurement import Measurement
from load_engine.mix.source import MixSource
from load_engine.token_renewal import TokenSource, renewing

LOOPBACK = "127.0.0.1"
EVERYWHERE = "*"
DEFAULT_PORT = 5557


class DistributedLoadError(Exception):
    """Load could not be sent from several processes; the message is one line."""

    ROBOT_SUPPRESS_NAME = True


def measure_here(source: MixSource, *, workers: int, tokens: TokenSource, timeout: float) -> Measurement:
    """Send a mix from several processes on this machine.

    Args:
        source: The requests of the mix.
        workers: How many processes send requests.
        tokens: Where new tokens come from when the first ones are about to expire.
        timeout: How many seconds master and workers wait for each other.

    Raises:
        DistributedLoadError: Locust is missing, or not all workers joined.
    """
    port = _free_port()
    master = Assignment("master", LOOPBACK, port, workers, timeout, source.without_tokens())
    worker = Assignment("worker", LOOPBACK, port, workers, timeout, source)
    with _processes(1 + workers) as (leading, *sending):
        _tell([leading, *sending], [master, *[worker] * workers])
        with renewing(tokens, lambda new: _renew(sending, new)):
            return Measurement.from_json(_answer_of(leading)["measurement"])


def lead_workers(source: MixSource, *, host: str, port: int, workers: int, timeout: float) -> Measurement:
    """Lead workers that join from other machines; this process sends no request.

    Args:
        source: The requests of the mix.
        host: The address to listen on.
        port: The port to listen on.
        workers: How many workers to wait for.
        timeout: How many seconds to wait for them.

    Raises:
        DistributedLoadError: Locust is missing, the port is taken, or not all workers joined.
    """
    _require_port(host, port)
    with _processes(1) as (master,):
        master.send_line(
            Assignment("master", host, port, workers, timeout, source.without_tokens()).to_json()
        )
        return Measurement.from_json(_answer_of(master)["measurement"])


def join_master(source: MixSource, *, host: str, port: int, tokens: TokenSource, timeout: float) -> None:
    """Send requests for a master on another machine until it ends the load.

    Args:
        source: The requests of the mix.
        host: The master's host.
        port: The master's port.
        tokens: Where new tokens come from when the first ones are about to expire.
        timeout: How many seconds to try to reach the master.

    Raises:
        DistributedLoadError: Locust is missing, or the master does not answer.
    """
    with _processes(1) as (worker,):
        worker.send_line(Assignment("worker", host, port, 0, timeout, source).to_json())
        with renewing(tokens, lambda new: _renew([worker], new)):
            _answer_of(worker)


def require_locust() -> None:
    """Require Locust.

    Raises:
        DistributedLoadError: It is not installed.
    """
    if find_spec("locust") is None:
        raise DistributedLoadError(
            "load from several processes needs Locust: pip install --editable '.[load]'"
        )


@contextmanager
def _processes(count: int) -> Iterator[list[ChildProcess]]:
    require_locust()
    with child_processes("load_engine.distributed.locust_process", count) as children:
        yield children


def _tell(children: Sequence[ChildProcess], assignments: Sequence[Assignment]) -> None:
    for child, assignment in zip(children, assignments, strict=True):
        child.send_line(assignment.to_json())


def _renew(children: Sequence[ChildProcess], tokens: Sequence[str]) -> None:
    for child in children:
        with suppress(
            WorkerError
        ):  # one that has finished needs no token, and one that is lost is reported anyway
            child.send_line(json.dumps(tokens))


def _answer_of(child: ChildProcess) -> dict[str, Any]:
    """Wait for what a process has to say at its end.

    Raises:
        DistributedLoadError: It could not do what it should.
    """
    try:
        answer: dict[str, Any] = json.loads(child.receive_line())
    except WorkerError as error:
        raise DistributedLoadError(str(error)) from None
    if "error" in answer:
        raise DistributedLoadError(answer["error"])
    return answer


def _require_port(host: str, port: int) -> None:
    """Require that the master can listen.

    Raises:
        DistributedLoadError: It cannot.
    """
    try:
        socket.create_server(("" if host == EVERYWHERE else host, port)).close()
    except OSError as error:
        raise DistributedLoadError(
            f"the master cannot listen on {host}:{port}: {os.strerror(error.errno or 0)}"
        ) from None


def _free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as listening:
        return int(listening.getsockname()[1])
