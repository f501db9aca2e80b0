"""Attack the end of runs: a signal ends one of a run's processes at a random moment.

Ten seconds after the run's leader is gone, nothing of the run may be there: no process, and so no port; no file or socket in the
temporary folder; no lock. And the next run in the same folder passes.

`python tests/attacks/ended_processes.py --count 60 --seed 1` makes 60 attacks with each signal.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
MARK = "MANUEL_ATTACKED_RUN"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
LIMIT = 10.0
LONGEST_RUN = 120.0
SHARED = "load-engine-"
"""How the name of what all runs of a user share begins: a file whose lock the kernel ends."""
SUITE = """
*** Settings ***
Library         ManuelAPI
Library         ManuelEnvironment
Library         PerfMetrics

Suite Setup     Start Environment


*** Test Cases ***
Load Is Sent
    Run Load    GET /health    rate=20/s    duration={seconds}
"""
COMMANDS = {
    "robot": ["robot", "--outputdir"],
    "pabot": ["pabot", "--processes", "2", "--outputdir"],
    "runner": ["manuel-tests", "run", "--outputdir"],
}
TARGETS = (*COMMANDS, "warm parent", "stack", "load worker")


@dataclass(frozen=True)
class Attack:
    """One signal to one process of a run.

    Attributes:
        command: How the run is started.
        target: Which of its processes gets the signal.
        delay: How many seconds after the target was there.
    """

    command: str
    target: str
    number: signal.Signals
    delay: float

    def __str__(self) -> str:
        return f"{self.number.name} to {self.target} of a run of {self.command}, {self.delay:.2f} s after its start"


@dataclass(frozen=True)
class Process:
    """A process of the attacked run."""

    id: int
    parent: int
    arguments: str


class AttackedRun:
    """A run in a folder of its own, with a temporary folder of its own."""

    def __init__(self, folder: Path, command: str) -> None:
        self._mark = uuid.uuid4().hex
        self._folder = folder
        self._temporary = folder / "tmp"
        self._temporary.mkdir()
        self._suite = folder / "suite.robot"
        self._command = command
        self._leader = self._start(command, "2 s")

    def attack(self, attack: Attack) -> None:
        """Send the signal, if the target is ever there, and wait for the end of the run's leader."""
        target = self._await_target(attack.target)
        if target is not None:
            time.sleep(attack.delay)
            _send(target, attack.number)
        self._leader.wait(LONGEST_RUN)

    def left(self, limit: float = LIMIT) -> list[str]:
        """Return what is left of the run after the time that it has for its end."""
        end = time.monotonic() + limit
        while (left := self._left()) and time.monotonic() < end:
            time.sleep(0.02)
        for process in self._processes():
            _send(process.id, signal.SIGKILL)
        return left

    def next_one_passes(self) -> bool:
        """Return whether a run in the same folder passes."""
        return self._start("robot", "100 ms").wait(LONGEST_RUN) == 0

    def _start(self, command: str, seconds: str) -> "subprocess.Popen[bytes]":
        binaries = Path(sys.executable).parent
        name, *options = COMMANDS[command]
        self._suite.write_text(SUITE.format(seconds=seconds))
        environment = {
            **os.environ,
            "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
            "TMPDIR": str(self._temporary),
            MARK: self._mark,
        }
        with (self._folder / "console.txt").open("wb") as console:
            return subprocess.Popen(
                [str(binaries / name), *options, str(self._folder / "results"), str(self._suite)],
                cwd=self._folder,
                env=environment,
                stdout=console,
                stderr=console,
            )

    def _await_target(self, target: str) -> int | None:
        if target == self._command:
            return self._leader.pid
        while self._leader.poll() is None:
            if (found := _find(target, list(self._processes()))) is not None:
                return found
            time.sleep(0.02)
        return None

    def _left(self) -> list[str]:
        processes = [f"process {each.id}: {each.arguments}" for each in self._processes()]
        files = [str(each) for each in self._temporary.iterdir() if not each.name.startswith(SHARED)]
        return [*processes, *files, *map(str, (self._folder / "results").glob(".lock"))]

    def _processes(self) -> Iterator[Process]:
        mark = f"{MARK}={self._mark}".encode()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                    arguments = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    yield Process(int(folder.name), parent, arguments)
            except (FileNotFoundError, ProcessLookupError, PermissionError):  # it has ended, or is not ours
                continue


def attack_all(attacks: Sequence[Attack], limit: float = LIMIT) -> list[str]:
    """Make the attacks, one after another, and return what went wrong."""
    return [f"{each}: {problem}" for each in attacks for problem in _problems(each, limit)]


def random_attacks(count: int, seed: int) -> list[Attack]:
    """Return attacks with each signal, with all targets in turn."""
    chosen = random.Random(seed)
    return [
        _random_attack(chosen, TARGETS[index % len(TARGETS)], number)
        for index in range(count)
        for number in SIGNALS
    ]


def _random_attack(chosen: random.Random, target: str, number: signal.Signals) -> Attack:
    command = target if target in COMMANDS else chosen.choice(list(COMMANDS))
    return Attack(command, target, number, chosen.uniform(0, 6 if target in COMMANDS else 2))


def _problems(attack: Attack, limit: float) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        run = AttackedRun(Path(folder), attack.command)
        run.attack(attack)
        yield from (f"left behind: {each}" for each in run.left(limit))
        if not run.next_one_passes():
            yield f"the next run failed:\n{(Path(folder) / 'console.txt').read_text()}"
        yield from (f"left behind by the next run: {each}" for each in run.left(limit))


def _find(target: str, processes: Sequence[Process]) -> int | None:
    stacks = {each.id for each in processes if "manuel_stack.parent" in each.arguments}
    found = {
        "warm parent": [each for each in processes if each.id in stacks and each.parent not in stacks],
        "stack": [each for each in processes if each.id in stacks and each.parent in stacks],
        "load worker": [each for each in processes if "load_engine.worker" in each.arguments],
    }[target]
    return found[0].id if found else None


def _send(process: int, number: signal.Signals) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the attacks and print what went wrong."""
    parser = argparse.ArgumentParser(description="Attack the end of runs.")
    parser.add_argument(
        "--count", type=int, default=60, help="number of moments for each signal (default: 60)"
    )
    parser.add_argument("--seed", type=int, default=1, help="decides the moments (default: 1)")
    options = parser.parse_args(arguments)
    print(f"seed {options.seed}")
    failed = 0
    for attack in random_attacks(options.count, options.seed):
        problems = attack_all([attack])
        failed += bool(problems)
        print("\n".join(problems) or f"{attack}: nothing left", flush=True)
    print(f"{failed} of {options.count * len(SIGNALS)} attacks left something behind")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
