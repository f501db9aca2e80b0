"""Run suites against one environment, and write the reports."""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from manuel_runner.report import REPORT_OPTIONS
from manuel_runner.running.durations import store_durations
from manuel_runner.running.ending import Ending
from manuel_runner.running.execution import run_tests
from manuel_runner.running.plan import ROOT, RunPlan, planned
from manuel_runner.running.progress import Progress
from manuel_runner.running.run_command import RunCommand, path_to_this_python
from manuel_runner.running.run_files import RunFiles, run_files, write_plan
from manuel_runner.running.screen import screen
from manuel_runner.running.selection_options import chosen_tests
from manuel_runner.running.settings_options import chosen_proxy, chosen_settings, overridden_settings
from manuel_runner.running.watching import RunWatch
from manuel_runner.selection import SELECTION_METADATA, Selection
from manuel_runner.shards import SHARD_METADATA
from manuel_runner.template_options import require_template
from manuel_stack.lease import WarmParent
from manuel_stack.results_lock import only_run_in
from manuel_stack.run_leader import LEADER_VARIABLE
from ManuelEnvironment.environment import API_PROXY_VARIABLE, ATTACH_API_VARIABLE
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.exit_status import ExitStatus
from ManuelEnvironment.known_issues import accepted_issues, write_known_issues
from ManuelEnvironment.reachability import require_reachable
from ManuelEnvironment.robot_variables import as_variable
from ManuelEnvironment.settings import Settings, validate
from run_events import EVENTS_VARIABLE, EventFile

if TYPE_CHECKING:
    from manuel_runner.results import Results

OUTPUT = "output.xml"
RESULTS = "results.json"
PABOT_MEMORY = ".pabotsuitenames"
"""The suites of the last run, which pabot would add to those of this one."""
REPORT_FILES = (OUTPUT, "log.html", "report.html", "xunit.xml", RESULTS, "summary.html", "summary.md")


@dataclass(frozen=True)
class Run:
    """One run: which tests to run, against which environment, how, and where to write the results."""

    settings: Settings
    variable_file: str
    overrides: dict[str, Any]
    api_proxy: str | None
    selection: Selection
    output_directory: Path
    results_copy: Path | None
    new_known_issues: Path | None
    in_one_process: bool
    stores_durations: bool
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
            results_copy=options.output,
            new_known_issues=_new_file(options.write_known_issues),
            in_one_process=options.framework,
            stores_durations=options.store_durations,
            verbose=options.verbose,
        )

    def print_tests(self) -> int:
        """Print the names of the tests that would run."""
        for test in self.plan().tests:
            print(test.short_name)
        return 0

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
        with (
            only_run_in(self.output_directory),
            run_files(self.output_directory) as files,
            self._warm_parent(),
        ):
            self._require_history()
            plan = self._plan_in_place_of_old_results()
            self._require_reachable()
            ending = self._run_tests(plan, files)
            is_good = self._write_results(has_ended=ending.status < ExitStatus.INVALID_INPUT)
        return ending.status or int(not is_good)

    def _plan_in_place_of_old_results(self) -> RunPlan:
        """Return the tests to run, by the durations of the last results, which are removed whatever comes of it."""
        try:
            return self.plan()
        finally:
            self._remove_old_results()

    @contextmanager
    def _warm_parent(self) -> Iterator[None]:
        """Start the process that forks the local stacks early, so that it warms up while pabot reads the suites."""
        if not self.settings.is_local:
            yield
            return
        parent = WarmParent(os.getpid())
        parent.start()
        try:
            yield
        finally:
            parent.stop()

    def _run_tests(self, plan: RunPlan, files: RunFiles) -> Ending:
        write_plan(plan, self._workers(), files)
        with screen() as shown:
            watch = RunWatch(
                EventFile(files.events), Progress(plan.seconds_by_test), shown, every_test=self.verbose
            )
            return run_tests(self.command(plan), self.output_directory, self._variables(files), files, watch)

    def _variables(self, files: RunFiles) -> dict[str, str]:
        """Return the environment variables of the tests."""
        proxy = {} if self.api_proxy is None else {API_PROXY_VARIABLE: self.api_proxy}
        run = {
            LEADER_VARIABLE: str(os.getpid()),
            "PATH": path_to_this_python(),
            EVENTS_VARIABLE: str(files.events),
        }
        return {**os.environ, **run, **proxy}

    def command(self, plan: RunPlan) -> RunCommand:
        """Return the command that runs the tests."""
        return RunCommand(
            paths=self.selection.paths,
            options=self._robot_options(plan),
            processes=None if self.in_one_process else self._workers(),
            is_narrow=self.selection.is_narrow,
        )

    def _workers(self) -> int:
        """Return how many tests run at the same time: one on a stack that exists already, which serves one worker."""
        settings = self.settings
        is_attached = settings.is_local and ATTACH_API_VARIABLE in os.environ
        has_one_stack = is_attached or settings.aws_endpoint_url or settings.fault_control_url
        return 1 if has_one_stack else settings.parallel_tests

    def _robot_options(self, plan: RunPlan) -> list[str]:
        variables = [
            part
            for name, value in self.overrides.items()
            for part in ("--variable", f"{name}:{as_variable(value)}")
        ]
        return [
            *("--name", ROOT, "--outputdir", str(self.output_directory), "--xunit", "xunit.xml"),
            *("--argumentfile", str(REPORT_OPTIONS)),
            *("--metadata", f"{SELECTION_METADATA}:{self.selection.describe()}"),
            *(("--metadata", f"{SHARD_METADATA}:{plan.shard_label}") if plan.shard_label else ()),
            *("--variablefile", self.variable_file, *variables),
            *self.selection.tag_options(),
        ]

    def _require_history(self) -> None:
        """Find a broken history before the tests, and not when their results are added to it."""
        from manuel_runner.results.history import read_history
        from manuel_runner.results.writing import HISTORY

        read_history(self.output_directory / HISTORY)

    def _require_reachable(self) -> None:
        """Require that something listens at the API's address, before each worker finds out that nothing does.

        Raises:
            EnvironmentUnreachableError: Nothing does.
        """
        if not self.settings.is_local:
            require_reachable(self.settings, self.api_proxy or f"{self.settings.api_base_url}")

    def _remove_old_results(self) -> None:
        for name in (*REPORT_FILES, PABOT_MEMORY):
            (self.output_directory / name).unlink(missing_ok=True)

    def _write_results(self, *, has_ended: bool) -> bool:
        """Write and print the results, and return whether nothing is wrong apart from failed tests."""
        from manuel_runner.results import describe_end, write_results

        output = self.output_directory / OUTPUT
        if not output.exists():
            return True
        results = write_results(output, self.output_directory, self.settings.environment)
        complaints = self._judge_known_issues(
            results, is_complete=has_ended and self.selection.is_everything()
        )
        print(describe_end(results, self.output_directory), flush=True)
        for complaint in complaints:
            print(f"manuel-tests: {complaint}", file=sys.stderr)
        if self.results_copy is not None:
            shutil.copyfile(self.output_directory / RESULTS, self.results_copy)
        if self.stores_durations:
            store_durations(self.output_directory / RESULTS)
        return not complaints and not results.blocked_by_unknown

    def _judge_known_issues(self, results: "Results", *, is_complete: bool) -> list[str]:
        from manuel_runner.known_issues import complaints, issues_in

        today = date.today()  # noqa: DTZ011 - the day where the team is
        if self.new_known_issues is not None:
            write_known_issues(issues_in(results.causes, today), self.new_known_issues)
        return complaints(accepted_issues(self.settings), results, is_complete=is_complete, today=today)


def _new_file(path: Path | None) -> Path | None:
    if path is not None and path.exists():
        raise ConfigurationError(f"{path} exists already: name another file for the known issues of this run")
    return path
