"""What a request costs while a server holds more and more: MockAWS, moto_server and ministack, in one run, alternating.

The cost is the CPU time that the server takes for a request, compared with that for a request to an empty account in the same
moment: neither other programs nor the speed of the machine decide. The largest cost of a curve of MockAWS, up to 10,000 things,
may be 1.3 times its smallest; the others are asked up to 1,000. What MockAWS need not keep may take no more memory. What breaks
a bound is measured twice more: a curve that grows does so each time.

Run: `.venv/bin/python tests/bench/bench_growth.py [--only WORD]`. Exit status 1 if a bound is broken.
"""

import argparse
import itertools
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aws_requests import json_request
from aws_servers import MINISTACK, MOTO, OURS, Connection, RefusedError, Server, running
from growth import HOLDINGS, Holding, Question

SIZES = (10, 100, 1_000, 10_000)
LARGEST_OF_OTHERS = 1_000
ALLOWED = 1.3
FURTHER_MEASUREMENTS = 2
SAMPLES, SAMPLES_OF_OTHERS = 12, 4
SAMPLE_MS, MOST_REQUESTS = 10, 20
FILLING = "filling"
WRONG = (RefusedError, AssertionError, KeyError, ValueError)
REFERENCE = json_request("dynamodb", "ListTables", "999999999990")

Broken = dict[str, str]
"""What breaks a bound, and how."""


class Sample(NamedTuple):
    """Milliseconds a request: CPU time of the server, and time until the response."""

    cpu: float
    wall: float


@dataclass(frozen=True)
class Cost:
    """What a request costs at one size, in the quickest of several samples.

    Attributes:
        cpu_ms: CPU time of the server.
        wall_ms: Time until the response.
        reference_ms: CPU time of the server for the reference request, meanwhile.
    """

    cpu_ms: float
    wall_ms: float
    reference_ms: float

    @property
    def relative(self) -> float:
        """CPU time in units of the reference request's."""
        return self.cpu_ms / self.reference_ms


@dataclass
class Curves:
    """What the questions about a holding cost in one server, by title and in the order of sizes; why they, or filling, failed."""

    server: Server
    connection: Connection
    holding: Holding
    costs: dict[str, list[Cost]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    resident_mb: list[float] = field(default_factory=list)

    @property
    def is_ours(self) -> bool:
        return self.server.name == OURS

    def grow(self, held: int, size: int) -> None:
        """Fill up to a size, and take the costs there."""
        if size > LARGEST_OF_OTHERS and not self.is_ours:
            return
        self._attempt(FILLING, lambda: self._fill(held, size))
        for question in self.holding.questions():
            if FILLING not in self.failures and (self.is_ours or not question.only_ours):
                self._attempt(question.title, lambda question=question: self._take(question))

    def _attempt(self, what: str, act: Callable[[], None]) -> None:
        """Do something that a server may refuse or answer wrongly, unless it has done so before."""
        if what in self.failures:
            return
        try:
            act()
        except WRONG as error:
            self.failures[what] = f"{type(error).__name__}: {error}"
            self.costs.pop(what, None)

    def _fill(self, held: int, size: int) -> None:
        if not held:
            self.holding.prepare()
        self.holding.fill(range(held, size))
        self.resident_mb.append(self.server.resident_mb())

    def _take(self, question: Question) -> None:
        self.costs.setdefault(question.title, []).append(self._cost(question))

    def _cost(self, question: Question) -> Cost:
        question()
        count = max(2, min(MOST_REQUESTS, int(SAMPLE_MS / self._milliseconds(question, 1).wall)))
        asked, empty = [], []
        for _ in range(SAMPLES if self.is_ours else SAMPLES_OF_OTHERS):
            asked.append(self._milliseconds(question, count))
            empty.append(self._milliseconds(self._ask_for_nothing, MOST_REQUESTS))
        return Cost(
            cpu_ms=min(sample.cpu for sample in asked),
            wall_ms=min(sample.wall for sample in asked),
            reference_ms=min(sample.cpu for sample in empty),
        )

    def _ask_for_nothing(self) -> None:
        self.connection.send(REFERENCE)

    def _milliseconds(self, ask: Callable[[], Any], count: int) -> Sample:
        cpu, began = self.server.cpu_seconds(), time.perf_counter()
        for _ in range(count):
            ask()
        wall = time.perf_counter() - began
        return Sample((self.server.cpu_seconds() - cpu) / count * 1000, wall / count * 1000)


def measure(kind: type[Holding], servers: list[Server], account: str) -> Broken:
    """Measure one holding in all servers, print its curves, and return the bounds that are broken."""
    curves = []
    for server in servers:
        if server.name == OURS or not kind.only_ours:
            connection = Connection(server.url)
            curves.append(Curves(server, connection, kind(connection.send, account)))
    sizes = [*(size for size in SIZES if size < kind.largest), kind.largest]
    held = 0
    for size in sizes:
        for one in curves:
            one.grow(held, size)
        held = size
    for one in curves:
        one.connection.close()
    show(kind, sizes, curves)
    return broken_bounds(kind, next(one for one in curves if one.is_ours))


def show(kind: type[Holding], sizes: list[int], curves: list[Curves]) -> None:
    print(f"\nby {kind.title}: " + ", ".join(f"{size:,}" for size in sizes))
    for one in curves:
        for what, why in one.failures.items():
            print(f"  {what:50}{one.server.name:12} is left out: {why[:150]}")
        for title, costs in one.costs.items():
            cells = "".join(f"{cost.cpu_ms:9.2f}" for cost in costs)
            blanks = " " * 9 * (len(sizes) - len(costs))
            print(
                f"  {title:50}{one.server.name:12}{cells}{blanks} ms   x{growth(costs):.2f}"
                f"   ({costs[-1].wall_ms:.2f} ms until the response)",
                flush=True,
            )


def growth(costs: list[Cost]) -> float:
    relative = [cost.relative for cost in costs]
    return max(relative) / min(relative)


def broken_bounds(kind: type[Holding], ours: Curves) -> Broken:
    broken = {
        title: f"grows by x{growth(costs):.2f}"
        for title, costs in ours.costs.items()
        if growth(costs) > ALLOWED
    }
    if kind.kept_mb is not None and FILLING not in ours.failures:
        kept = ours.resident_mb[-1] - ours.resident_mb[-2]
        print(f"  memory: {kept:+.1f} MB for the last nine tenths")
        if kept > kind.kept_mb:
            broken["memory"] = f"grows by {kept:.1f} MB, {kind.kept_mb} are allowed"
    return broken | ours.failures


def measure_again(
    kind: type[Holding], servers: list[Server], accounts: Iterator[str], broken: Broken
) -> Broken:
    """Return the bounds that are broken whenever they are measured: other programs can make a curve steeper, but not flatter."""
    for _ in range(FURTHER_MEASUREMENTS):
        if broken:
            again = measure(kind, servers, next(accounts))
            broken = {what: again[what] for what in broken if what in again}
    return broken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="a word in the title of what is held")
    only = parser.parse_args().only
    began = time.perf_counter()
    accounts = (str(number) for number in itertools.count(700_000_000_000))
    missed = []
    with running(OURS, MOTO, MINISTACK) as servers:
        for kind in HOLDINGS:
            if only in kind.title:
                broken = measure(kind, servers, next(accounts))
                broken = measure_again(kind, servers[:1], accounts, broken)
                missed += [f"{what}, by {kind.title}: {why}" for what, why in broken.items()]
    print(f"\n{time.perf_counter() - began:.0f} s")
    for line in missed:
        print(f"MISSED: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
