"""Checking the syntax of tests, their keywords and the arguments of these, without running any of them."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from manuel_runner.running.plan import RunPlan
from manuel_runner.running.run import Run
from manuel_runner.running.run_environment import run_environment
from ManuelEnvironment.exit_status import ExitStatus


@dataclass(frozen=True)
class DryRun:
    """A run that calls no keyword of a library, and leaves the results of the last run as they are.

    Attributes:
        run: The run of which this is the rehearsal.
        plan: The tests to check.
    """

    run: Run
    plan: RunPlan

    def execute(self) -> int:
        """Check the tests.

        Returns:
            0 if nothing is wrong, else the number of tests in which something is, or one of `ExitStatus`.
        """
        with tempfile.TemporaryDirectory() as folder:
            rehearsal = replace(
                self.run,
                output_directory=Path(folder),
                in_one_process=True,
                robot_options=("--dryrun", "--log", "NONE", "--report", "NONE"),
            )
            with run_environment(Path(folder), settings=None) as files:
                status = rehearsal.run_tests(self.plan, files).status
        if status < ExitStatus.INVALID_INPUT:
            tests = "1 test" if len(self.plan.tests) == 1 else f"{len(self.plan.tests)} tests"
            print(f"{tests} would run, {status or 'none'} of them with errors")
        return status
