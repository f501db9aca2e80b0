"""Run suites against one environment, and write the reports."""

import argparse
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from manuel_runner.file_names import HISTORY, OUTPUT, RESULTS, SUMMARY, SUMMARY_PAGE
from manuel_runner.report import report_options
from manuel_runner.running.conclusion import Conclusion
from manuel_runner.running.ending import Ending
from manuel_runner.running.execution import run_tests
from manuel_runner.running.plan import ROOT, RunPlan, planned
from manuel_runner.running.progress import Progress
from manuel_runner.running.robot_options import DEBUG, PROFILE, chosen_robot_options, chosen_variables
from manuel_runner.running.run_command import RunCommand, path_to_this_python
from manuel_runner.running.run_environment import run_environment
from manuel_runner.running.run_files import RunFiles, write_plan
from manuel_runner.running.screen import screen
from manuel_runner.running.selection_options import chosen_tests
from manuel_runner.running.settings_options import chosen_proxy, chosen_settings, overridden_settings
from manuel_runner.running.watching import RunWatch
from manuel_runner.selection import SELECTION_METADATA, Selection
from manuel_runner.shards import SHARD_METADATA
from manuel_runner.template_options import require_template
from manuel_stack.run_leader import LEADER_VARIABLE
from ManuelEnvironment.exit_status import ExitStatus
from ManuelEnvironment.known_issues import accepted_issues
from ManuelEnvironment.local_addresses import API_PROXY_VARIABLE
from ManuelEnvironment.reachability import require_reachable
from ManuelEnvironment.robot_variables import as_variable
from ManuelEnvironment.settings import Settings, validate
from ManuelEnvironment.startup import ATTACH_API_VARIABLE
from run_events import EVENTS_VARIABLE, EventFile

REPORT_FILES = (OUTPUT, "log.html", "report.html", "xunit.xml", RESULTS, SUMMARY_PAGE, SUMMARY)
PABOT_MEMORY = ".pabotsuitenames"
"""The suites of the last run, which pabot would add to those of this one."""


@dataclass(frozen=True)
class Run:
    """One run: which tests to run, against which environment, how, and what to write of it."""

    settings: Settings
    variable_file: str
    overrides: dict[str, Any]
    api_proxy: str | None
    selection: Selection
    output_directory: Path
    conclusion: Conclusion
    in_one_process: bool
    robot_options: tuple[str, ...]
    variables: Mapping[str, str]
    verbose: bool

    @classmethod
    def from_options(cls, options: argparse.Namespace) -> Self:
        """Check everything before anything is started.

        Raises:
            ConfigurationError: An option or setting is invalid.
        """
        values, variable_file = chosen_settings(options.config, options.environment)
        overrides = overridden_settings(options)
        settings = validate({**values, **overrides}, source=f"environment {values['environment']}")
        accepted_issues(settings)
        require_template(settings)
        return cls(
            settings=settings,
            variable_file=variable_file,
            overrides=overrides,
            api_proxy=chosen_proxy(options.api_url, settings.environment),
            selection=chosen_tests(options),
            output_directory=options.outputdir.resolve(),
            conclusion=Conclusion.from_options(options, settings),
            in_one_process=options.framework,
            robot_options=chosen_robot_options(options),
            variables=chosen_variables(options),
            verbose=options.verbose,
        )

    def plan(self) -> RunPlan:
        """Return the tests to run.

        Raises:
            ConfigurationError: No test is selected.
        """
        return planned(self.selection, self.output_directory / RESULTS)

    def execute(self) -> int:
        """Run the tests.

        Returns:
            0 if all passed or were skipped, else the number of failed tests, or one of `ExitStatus`.
        """
        with run_environment(self.output_directory, self.settings) as files:
            self._require_history()
            try:
                plan = self.plan()
            finally:  # which the plan may have read
                self.remove_old_results()
            self.require_reachable()
            ending = self.run_tests(plan, files)
            has_ended = ending.status < ExitStatus.INVALID_INPUT
            is_good = self.conclusion.write(is_complete=has_ended and self.selection.is_everything())
        return ending.status or int(not is_good)

    def run_tests(self, plan: RunPlan, files: RunFiles) -> Ending:
        """Run the tests of a plan, and show how far they have come."""
        write_plan(plan, self._workers(plan), files)
        progress = Progress(plan.seconds_by_test)
        with screen() as shown:
            watch = RunWatch(EventFile(files.events), progress, shown, every_test=self.verbose)
            ending = run_tests(
                self.command(plan), self.output_directory, self._variables(files), files, watch
            )
            if ending.status == ExitStatus.INTERRUPTED:
                self.remove_old_results()  # pabot has made some up
                shown.say(
                    f"Interrupted after {progress.done} of {progress.total} tests: there are no results."
                )
        return ending

    def require_reachable(self) -> None:
        """Require that something listens at the API's address, before each robot process finds out that nothing does.

        Raises:
            EnvironmentUnreachableError: Nothing does.
        """
        if not self.settings.is_local:
            require_reachable(self.settings, self.api_proxy or f"{self.settings.api_base_url}")

    def remove_old_results(self) -> None:
        """Remove the reports of the last run, so that they are not taken for those of this one."""
        for name in (*REPORT_FILES, PABOT_MEMORY):
            (self.output_directory / name).unlink(missing_ok=True)
        for name in (DEBUG, PROFILE):
            shutil.rmtree(self.output_directory / name, ignore_errors=True)

    def command(self, plan: RunPlan) -> RunCommand:
        """Return the command that runs the tests."""
        return RunCommand(
            paths=self.selection.paths,
            options=self._robot_options(plan),
            processes=None if self.in_one_process else self._workers(plan),
            is_narrow=plan.is_narrow,
        )

    def _workers(self, plan: RunPlan) -> int:
        """Return how many tests run at the same time: one on a stack that exists already, which serves one worker.

        `--parallel` is followed as it is; `parallel_tests` of the settings, if there is enough to do for that many.
        """
        settings = self.settings
        is_attached = settings.is_local and ATTACH_API_VARIABLE in os.environ
        if is_attached or settings.aws_endpoint_url or settings.fault_control_url:
            return 1
        if "parallel_tests" in self.overrides:
            return settings.parallel_tests
        return min(settings.parallel_tests, plan.processes_worth_starting)

    def _robot_options(self, plan: RunPlan) -> list[str]:
        variables = [
            part
            for name, value in self.overrides.items()
            for part in ("--variable", f"{name}:{as_variable(value)}")
        ]
        return [
            *("--name", ROOT, "--outputdir", str(self.output_directory), "--xunit", "xunit.xml"),
            *report_options(),
            *_metadata(SELECTION_METADATA, self.selection.describe()),
            *(_metadata(SHARD_METADATA, plan.shard_label) if plan.shard_label else ()),
            *("--variablefile", self.variable_file, *variables),
            *self.robot_options,
            *self.selection.tag_options(),
        ]

    def _variables(self, files: RunFiles) -> dict[str, str]:
        """Return the environment variables of the tests."""
        proxy = {} if self.api_proxy is None else {API_PROXY_VARIABLE: self.api_proxy}
        run = {
            LEADER_VARIABLE: str(os.getpid()),
            "PATH": path_to_this_python(),
            EVENTS_VARIABLE: str(files.events),
        }
        return {**os.environ, **run, **proxy, **self.variables}

    def _require_history(self) -> None:
        """Find a broken history before the tests, and not when their results are added to it."""
        from manuel_runner.results.history import read_history

        read_history(self.output_directory / HISTORY)


def _metadata(name: str, value: str) -> tuple[str, str]:
    """Return the option for a metadata; without the blank, robot would read a value that is the path of a file."""
    return "--metadata", f"{name}: {value}"
