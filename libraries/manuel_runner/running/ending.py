"""What the exit status of the process that has run the tests means."""

import signal
from dataclasses import dataclass
from pathlib import Path

from ManuelEnvironment.exit_status import ExitStatus
from ManuelEnvironment.robot_command import ENDING


@dataclass(frozen=True)
class Ending:
    """The end of a run.

    Attributes:
        status: Its exit status: the number of failed tests, or one of `ExitStatus`.
        problem: What has happened other than failed tests, in one line; empty if nothing has.
    """

    status: int
    problem: str = ""


def ending_of_process(status: int, pabot_results: Path | None) -> Ending:
    """Return how a run ended.

    Args:
        status: The exit status of robot or pabot; negative if a signal ended it.
        pabot_results: The folder in which pabot has put the results of each robot process; None without pabot.
    """
    if status < 0:
        name = signal.Signals(-status).name
        return Ending(ExitStatus.RUN_FAILED, f"{name} ended the tests' process: the results are incomplete")
    if status != ExitStatus.INVALID_INPUT or pabot_results is None or not any(pabot_results.glob("*/")):
        return Ending(status)
    reported = [_reported_ending(file) for file in pabot_results.rglob(ENDING)]
    return max(reported, key=lambda ending: ending.status, default=_ending_without_report(pabot_results))


def _reported_ending(file: Path) -> Ending:
    status, _, problem = file.read_text(encoding="utf-8").partition(" ")
    return Ending(int(status), problem)


def _ending_without_report(pabot_results: Path) -> Ending:
    return Ending(
        ExitStatus.RUN_FAILED,
        f"a robot process ended without results, which are incomplete: {pabot_results} has its output in *_stderr.out",
    )
