"""How long all suites take: in one robot process, and in several with pabot, beside another checkout, alternating.

Also: whether the last fifty tests of one process, whose stack then holds what all tests before have left, take longer than the
same tests on a fresh stack.

Run: `.venv/bin/python tests/bench/bench_suites.py [--beside CHECKOUT] [--rounds 3] [--suites suites/]`, on a machine that does
nothing else: three rounds beside another checkout take an hour. The other checkout needs its own .venv. Exit status 1 if a median
of this checkout is above its target, which only holds for all suites, or if the last tests take longer.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from robot.api import ExecutionResult, ResultVisitor
from robot.result import TestCase

HERE = Path(__file__).parents[2]
ONE_PROCESS, PABOT = "robot, one process", "manuel-tests run, with pabot"
TARGET_SECONDS = {ONE_PROCESS: 300, PABOT: 110}
COMMANDS = {ONE_PROCESS: ("robot",), PABOT: ("manuel-tests", "run")}
LAST = 50
ALLOWED = 1.1


class TimesOfTests(ResultVisitor):
    """The tests of a run by their full names, with the seconds that each took, in the order of their starts."""

    def __init__(self, output: Path) -> None:
        self.seconds: dict[str, float] = {}
        ExecutionResult(str(output)).visit(self)

    def visit_test(self, test: TestCase) -> None:
        self.seconds[test.full_name] = test.elapsed_time.total_seconds()

    def total(self, names: Iterable[str]) -> float:
        """Return how long some tests took."""
        return sum(self.seconds[name] for name in names)


def run(checkout: Path, command: Sequence[str], *arguments: str, output: Path) -> float:
    """Run tests of a checkout with its own programs, and return the seconds they took; that tests may fail is not the subject."""
    program, *rest = command
    programs = checkout / ".venv" / "bin"
    began = time.perf_counter()
    done = subprocess.run(
        [programs / program, *rest, "--outputdir", output, *arguments],
        cwd=checkout,
        env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if not (output / "output.xml").exists():
        raise SystemExit(f"{program} in {checkout} ran no tests: {done.stderr or done.stdout}")
    return time.perf_counter() - began


def compare_times(checkouts: Sequence[Path], suites: str, rounds: int, outputs: Path) -> list[str]:
    """Print the times of all checkouts, and return the targets that this one misses."""
    missed = []
    for name, command in COMMANDS.items():
        seconds: dict[Path, list[float]] = {checkout: [] for checkout in checkouts}
        for number in range(rounds):
            for checkout in checkouts:
                output = outputs / f"{command[0]}-{checkouts.index(checkout)}-{number}"
                seconds[checkout].append(run(checkout, command, suites, output=output))
                print(f"{name:30}{checkout!s:40}{seconds[checkout][-1]:8.1f} s", flush=True)
        ours = median(seconds[HERE])
        for checkout in checkouts:
            middle = median(seconds[checkout])
            print(f"{name:30}{checkout!s:40}{middle:8.1f} s in the middle, x{ours / middle:.2f}")
        if ours > TARGET_SECONDS[name]:
            missed.append(f"{name}: {ours:.0f} s, {TARGET_SECONDS[name]} s are allowed")
    return missed


def compare_last_tests(suites: str, outputs: Path) -> list[str]:
    """Print how long the last tests of a run in one process took and take on a fresh stack, and return what is missed."""
    filled = TimesOfTests(outputs / "robot-0-0" / "output.xml")
    names = list(filled.seconds)[-LAST:]
    chosen = [argument for name in names for argument in ("--test", name)]
    run(HERE, COMMANDS[ONE_PROCESS], *chosen, suites, output=outputs / "fresh")
    before, fresh = (
        filled.total(names),
        TimesOfTests(outputs / "fresh" / "output.xml").total(names),
    )
    line = f"the last {len(names)} tests: {before:.1f} s, on a fresh stack {fresh:.1f} s"
    print(line)
    return [line] if before > fresh * ALLOWED else []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", type=Path, help="another checkout with a .venv of its own")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--suites", default="suites")
    options = parser.parse_args()
    checkouts = [HERE, *([options.beside.resolve()] if options.beside else [])]
    with tempfile.TemporaryDirectory() as folder:
        missed = compare_times(checkouts, options.suites, options.rounds, Path(folder))
        missed += compare_last_tests(options.suites, Path(folder))
    for line in missed:
        print(f"MISSED: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
