"""MockAWS compared with moto_server and ministack: requests per second over one and over eight connections, alternating.

Each request has a number of times by which MockAWS has to answer more of them than the better of the servers that it is compared
with. A server that does not know a request is left out. Also: time until ready, time from fork to listening, memory after 10,000
requests and a reset.

Run: `.venv/bin/python tests/bench/bench_mock_aws.py [--seconds 0.5] [--rounds 5] [--only WORD]`. Of rates the highest counts, of
start-up times the shortest of five, without the time spent waiting for a CPU. Exit status 1 if a target is missed.
"""

import argparse
import copy
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby, product
from pathlib import Path

from aws_requests import ACCOUNT, Request
from aws_servers import MINISTACK, MOTO, OURS, Connection, RefusedError, Server, running
from growth.holding import Holding
from growth.jobs import Documents, UsedScripts
from growth.objects import Objects
from growth.queues import Messages
from growth.tables import Items
from growth.topics import Publications
from growth.users import Users

EVERYBODYS_ACCOUNT = "000000000000"
"""That of requests without a signature to the other servers."""
READY_SECONDS, FORK_SECONDS, GROWTH_MB, MEMORY_REQUESTS = 0.5, 0.05, 20.0, 10_000
CONNECTIONS = (1, 8)
PEERS = (MOTO, MINISTACK)
WRONG = (RefusedError, AssertionError, KeyError, ValueError)
RESET = Request("reset", "POST", f"/_mockaws/reset?account_id={ACCOUNT}", b"", {})


@dataclass(frozen=True)
class Rated:
    """A request whose rate is measured.

    Attributes:
        name: Its operation.
        kind: What it is sent to.
        method: The method that sends it.
        times: How many times as many of them MockAWS has to answer as the better of the others.
        others: Which those are.
    """

    name: str
    kind: type[Holding]
    method: str
    times: float = 2.0
    others: tuple[str, ...] = (MOTO,)


RATED = (
    Rated("PutItem", Items, "put_item"),
    Rated("GetItem", Items, "get_item"),
    Rated("UpdateItem", Items, "update_item"),
    Rated("Query", Items, "query"),
    Rated("TransactWriteItems", Items, "transact_write_items"),
    Rated("SendMessage", Messages, "send_message"),
    Rated("ReceiveMessage", Messages, "receive_message"),
    Rated("PutObject", Objects, "put_object", 1.2, PEERS),
    Rated("GetObject", Objects, "get_object", 1.2, PEERS),
    Rated("Publish", Publications, "publish", 1.2, PEERS),
    Rated("InitiateAuth", Users, "sign_in", 1.2, PEERS),
    Rated("InvokeModel", UsedScripts, "invoke_model", 1.2, PEERS),
    Rated("Retrieve", Documents, "retrieve", 1.2, PEERS),
)


@dataclass(frozen=True)
class Rate:
    """What a server has answered.

    Attributes:
        per_second: Requests per second.
        cpu_ms: CPU time of the server for one.
        failures: How many were not answered rightly.
    """

    per_second: float
    cpu_ms: float
    failures: int


def measure(server: Server, rated: Rated, holding: Holding, connections: int, seconds: float) -> Rate:
    """Send requests over some connections at once for some time."""
    answered, failed = [0] * connections, [0] * connections
    end = time.perf_counter() + seconds

    def work(index: int) -> None:
        connection = Connection(server.url)
        mine = copy.copy(holding)
        mine.send = connection.send
        ask = getattr(mine, rated.method)
        while time.perf_counter() < end:
            try:
                ask()
                answered[index] += 1
            except WRONG:
                failed[index] += 1
        connection.close()

    cpu, began = server.cpu_seconds(), time.perf_counter()
    threads = [threading.Thread(target=work, args=(index,)) for index in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed, count = time.perf_counter() - began, max(sum(answered), 1)
    return Rate(count / elapsed, (server.cpu_seconds() - cpu) / count * 1000, sum(failed))


Rates = dict[str, list[Rate]]
"""What each server, by its name, has answered in each round; nothing if it does not know the request."""


def compare_rates(servers: Sequence[Server], seconds: float, rounds: int, only: str = "") -> list[str]:
    """Print the rates of all servers, of the requests with a word in their name, and return the targets that are missed."""
    print(f"{'':20}{'connections':>12}" + "".join(f"{server.name:>26}" for server in servers))
    missed = []
    for kind, requests in groupby((rated for rated in RATED if only in rated.name), lambda one: one.kind):
        holdings = {server: prepared(server, kind) for server in servers}
        for rated, connections in product(requests, CONNECTIONS):
            rates = alternate(rated, holdings, connections, seconds, rounds)
            show(rated, connections, rates)
            missed += missed_targets(rated, connections, rates)
    return missed


def alternate(
    rated: Rated, holdings: Mapping[Server, Holding | None], connections: int, seconds: float, rounds: int
) -> Rates:
    """Measure a request in all servers by turns."""
    rates: Rates = {server.name: [] for server in holdings}
    for _, (server, holding) in product(range(rounds), holdings.items()):
        if holding is not None:
            rates[server.name].append(measure(server, rated, holding, connections, seconds))
    return rates


def show(rated: Rated, connections: int, rates: Rates) -> None:
    """Print a row of rates, and of CPU times, each of the quickest round."""
    print(f"{rated.name:20}{connections:>12}" + "".join(map(cell, rates.values())), flush=True)


def cell(found: Sequence[Rate]) -> str:
    """Return what a table says of a server."""
    if not answers(found):
        return f"{'not answered':>26}"
    return f"{best_per_second(found):>13.0f}/s {min(rate.cpu_ms for rate in found):>7.2f} ms"


def answers(found: Sequence[Rate]) -> bool:
    """Return whether a server has answered, and never wrongly."""
    return bool(found) and not any(rate.failures for rate in found)


def missed_targets(rated: Rated, connections: int, rates: Rates) -> list[str]:
    """Return a line for each target that is missed by these rates."""
    subject = f"{rated.name} over {connections} connections"
    missed = []
    if failures := sum(rate.failures for rate in rates[OURS]):
        missed.append(f"{subject}: {failures} were answered wrongly")
    ours = best_per_second(rates[OURS])
    others = {name: best_per_second(rates[name]) for name in rated.others if answers(rates.get(name, ()))}
    best = max(others, key=others.__getitem__, default=None)
    if best is not None and ours < others[best] * rated.times:
        missed.append(
            f"{subject}: {ours:.0f}/s, {best} {others[best]:.0f}/s, which is to be exceeded {rated.times} times"
        )
    return missed


def best_per_second(rates: Iterable[Rate]) -> float:
    """Return the requests per second of the quickest round: other programs make a rate lower, never higher."""
    return max(rate.per_second for rate in rates)


def prepared(server: Server, kind: type[Holding]) -> Holding | None:
    """Create what requests are sent to; return None where that is not known."""
    with closing(Connection(server.url)) as connection:
        holding = kind(connection.send, EVERYBODYS_ACCOUNT)
        try:
            holding.prepare()
        except WRONG:
            if server.name == OURS:
                raise
            return None
    return holding


def check_memory(server: Server) -> list[str]:
    """Check the growth of memory by 10,000 requests and a reset, after as many to warm up."""
    connection = Connection(server.url)
    items, objects = Items(connection.send, ACCOUNT), Objects(connection.send, ACCOUNT)

    def load_and_reset() -> float:
        items.prepare()
        objects.prepare()
        requests = (items.put_item, items.get_item, objects.put_object)
        for number in range(MEMORY_REQUESTS):
            requests[number % len(requests)]()
        connection.send(RESET)
        return server.resident_mb()

    before = load_and_reset()
    growth = load_and_reset() - before
    connection.close()
    print(f"memory after {MEMORY_REQUESTS} requests and a reset: {growth:+.1f} MB on {before:.0f} MB")
    return [f"memory grew by {growth:.1f} MB"] if growth > GROWTH_MB else []


FORK = """
import os, sys, time
sys.path.insert(0, sys.argv[1])
from bench_mock_aws import seconds_since
from aws_stand_in import MockAwsServer, warm_up
began = time.perf_counter(); warm_up(); print("warm_up", time.perf_counter() - began, flush=True)
for _ in range(5):
    began = time.perf_counter()
    if os.fork() == 0:
        server = MockAwsServer(); server.start()
        print("fork", seconds_since(began), flush=True)
        server.stop(); os._exit(0)
    os.wait()
"""


def seconds_since(began: float, process: int | str = "self") -> float:
    """Return the time since a start, without the time that a process started then has waited for a CPU.

    Source: the Linux kernel's documentation, "Scheduler Statistics".
    """
    waited = int(Path(f"/proc/{process}/schedstat").read_text().split()[1])
    return time.perf_counter() - began - waited / 1e9


def check_ready() -> list[str]:
    """Check the time from the start of the process to the line with its URL."""
    samples = []
    for _ in range(5):
        began = time.perf_counter()
        command = [sys.executable, "-m", "aws_stand_in", "--port", "0", "--json", "--until-input-closes"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdout.readline()
        samples.append(seconds_since(began, process.pid))
        process.communicate()
    ready = min(samples)
    print(f"ready {ready:.2f} s after the start of the process (shortest of 5)")
    return [f"ready after {ready:.2f} s"] if ready > READY_SECONDS else []


def check_fork() -> list[str]:
    lines = subprocess.run(
        [sys.executable, "-c", FORK, str(Path(__file__).parent)], capture_output=True, text=True, check=True
    ).stdout.split("\n")
    warm = next(float(line.split()[1]) for line in lines if line.startswith("warm_up"))
    fork = min(float(line.split()[1]) for line in lines if line.startswith("fork"))
    print(f"warm-up {warm:.2f} s; fork to listening {1000 * fork:.1f} ms (shortest of 5)")
    return [f"fork to listening took {fork:.3f} s"] if fork > FORK_SECONDS else []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="a word in the name of a request")
    options = parser.parse_args()
    with running(OURS, MOTO, MINISTACK) as servers:
        for server in servers:
            print(
                f"{server.name}: first response {server.ready_seconds:.2f} s after the start of the process"
            )
        missed = compare_rates(servers, options.seconds, options.rounds, options.only)
        missed += check_memory(servers[0])
    missed += check_ready() + check_fork()
    for line in missed:
        print(f"MISSED: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
