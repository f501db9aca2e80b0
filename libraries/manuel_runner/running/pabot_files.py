"""The files from which pabot, and the robot processes that it starts, read which tests to run in which process."""

from pathlib import Path

from robot import result

from manuel_runner.running.balance import balanced
from manuel_runner.running.plan import ROOT, RunPlan


def write_ordering(plan: RunPlan, processes: int, file: Path) -> None:
    """Write which suites each process runs, in the form of pabot's `--ordering`.

    The shares are balanced by the expected durations. A share is a group, whose suites one robot process runs.
    """
    shares = balanced(plan.suites, processes)
    lines = [line for share in shares for line in ("{", *(f"--suite {suite}" for suite in share), "}")]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_suites(plan: RunPlan, file: Path) -> None:
    """Write which suites there are, in the form of pabot's `--suitesfrom`, so that pabot need not read all of them again."""
    root = result.TestSuite(ROOT)
    for suite in plan.suites:
        own = root if suite == ROOT else root.suites.create(name=suite.removeprefix(f"{ROOT}."))
        own.tests.create(name="any", status="PASS")
    result.Result(suite=root).save(file)
