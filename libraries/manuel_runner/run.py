"""Run suites against one environment, and write the reports."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from cause_register import run_folder
from manuel_runner.ending import ending_of_process
from manuel_runner.selection import SELECTION_METADATA, describe_selection
from manuel_stack.lease import WarmParent
from manuel_stack.results_lock import only_run_in
from manuel_stack.run_directory import link_results
from manuel_stack.run_leader import LEADER_VARIABLE, die_with_parent
from ManuelEnvironment.configuration import (
    LOCAL,
    PASSWORD_KEY,
    REPOSITORY,
    VARIABLES,
    read_config,
    read_environment,
)
from ManuelEnvironment.environment import (
    API_PROXY_VARIABLE,
    ATTACH_API_VARIABLE,
    require_proxy_on_this_machine,
)
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.exit_status import ExitStatus
from ManuelEnvironment.known_issues import accepted_issues, write_known_issues
from ManuelEnvironment.reachability import require_reachable
from ManuelEnvironment.settings import Settings, validate
from ManuelEnvironment.variable_files import require_valid_file

if TYPE_CHECKING:
    from manuel_runner.results import Results

REPORT_FILES = (
    "output.xml",
    "log.html",
    "report.html",
    "xunit.xml",
    "results.json",
    "summary.html",
    "summary.md",
)
ARTIFACTS = "svg,json"


@dataclass(frozen=True)
class Run:
    """One run: which tests to run, against which environment, how, and where to write the results."""

    settings: Settings
    variable_file: str
    overrides: dict[str, Any]
    api_proxy: str | None
    suites: list[Path]
    tests: list[str]
    output_directory: Path
    results_copy: Path | None
    new_known_issues: Path | None
    in_one_process: bool
    verbose: bool

    @classmethod
    def from_options(cls, options: argparse.Namespace) -> Self:
        """Check everything before anything is started.

        Raises:
            ConfigurationError: An option or setting is invalid.
        """
        values, variable_file = _settings(options.config, options.environment)
        overrides = _overrides(options)
        settings = validate({**values, **overrides}, source=f"environment {values['environment']}")
        accepted_issues(settings)
        missing = [str(path) for path in options.suites if not path.exists()]
        if missing:
            raise ConfigurationError(f"no such suite: {', '.join(missing)}")
        return cls(
            settings=settings,
            variable_file=variable_file,
            overrides=overrides,
            api_proxy=_api_proxy(options.api_url, settings.environment),
            suites=[path.resolve() for path in options.suites],
            tests=_selection(options),
            output_directory=options.outputdir.resolve(),
            results_copy=options.output,
            new_known_issues=_new_file(options.write_known_issues),
            in_one_process=options.framework,
            verbose=options.verbose,
        )

    def execute(self) -> int:
        """Run the tests.

        Returns:
            0 if all passed or were skipped, else the number of failed tests, or one of `ExitStatus`.
        """
        with only_run_in(self.output_directory), self._warm_parent(), _causes_of_this_run():
            self._require_history()
            self._remove_old_results()
            self._require_reachable()
            status = self._run_tests()
            is_good = self._write_results(has_ended=status < ExitStatus.INVALID_INPUT)
        return status or int(not is_good)

    @contextmanager
    def _warm_parent(self) -> Iterator[None]:
        """Start the process that forks the local stacks early, so that it warms up while pabot reads the suites."""
        if not self.settings.is_local:
            yield
            return
        link_results(os.getpid(), self.output_directory)
        parent = WarmParent(os.getpid())
        parent.start()
        try:
            yield
        finally:
            parent.stop()

    def _run_tests(self) -> int:
        environment = {**os.environ, LEADER_VARIABLE: str(os.getpid()), "PATH": _path_to_this_python()}
        if self.api_proxy is not None:
            environment[API_PROXY_VARIABLE] = self.api_proxy
        with _console() as console:
            process = subprocess.Popen(
                self.command(),
                cwd=self.output_directory,  # pabot writes there which suites it has found
                env=environment,
                stdout=console,
                process_group=0,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - this process has one thread
            )
            with _interruptible(process) as interrupted:
                status = process.wait()
        if interrupted:
            return ExitStatus.INTERRUPTED
        pabot_results = None if self.in_one_process else self.output_directory / "pabot_results"
        ending = ending_of_process(status, pabot_results)
        if ending.problem:
            print(f"manuel-tests: {ending.problem}", file=sys.stderr)
        return ending.status

    def command(self) -> list[str]:
        """Return the command line of pabot, or of robot for a run in one process. It never contains a secret."""
        if self.in_one_process:
            return [sys.executable, "-m", "robot", *self._robot_options(), *map(str, self.suites)]
        # pabot would split the path of Python at its blanks
        robot = ["--command", Path(sys.executable).name, "-m", "robot", "--end-command"]
        pabot = ["--no-pabotlib", "--chunk", "--processes", str(self._workers())]
        artifacts = ["--artifacts", ARTIFACTS, "--artifactsinsubfolders"]
        verbosity = ["--verbose"] if self.verbose else []
        console = [] if self.verbose else ["--console", "dotted"]
        return [
            *(sys.executable, "-m", "pabot.pabot"),
            *robot,
            *pabot,
            *artifacts,
            *verbosity,
            *console,
            *self._robot_options(),
            *map(str, self.suites),
        ]

    def _workers(self) -> int:
        """Return how many tests run at the same time: one on a stack that exists already, which serves one worker."""
        settings = self.settings
        is_attached = settings.is_local and ATTACH_API_VARIABLE in os.environ
        has_one_stack = is_attached or settings.aws_endpoint_url or settings.fault_control_url
        return 1 if has_one_stack else settings.parallel_tests

    def _robot_options(self) -> list[str]:
        options = ["--name", "Manuel", "--outputdir", str(self.output_directory), "--xunit", "xunit.xml"]
        options += ["--metadata", f"{SELECTION_METADATA}:{describe_selection(self.tests, self.suites)}"]
        options += ["--variablefile", self.variable_file]
        for name, value in self.overrides.items():
            options += ["--variable", f"{name}:{value}"]
        if self.verbose:
            options += ["--loglevel", "TRACE:INFO"]
        return options + self.tests

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
        for name in REPORT_FILES:
            (self.output_directory / name).unlink(missing_ok=True)

    def _write_results(self, *, has_ended: bool) -> bool:
        """Write and print the results, and return whether nothing is wrong apart from failed tests."""
        from manuel_runner.results import describe_end, write_results

        output = self.output_directory / "output.xml"
        if not output.exists():
            return True
        results = write_results(output, self.output_directory, self.settings.environment)
        complaints = self._judge_known_issues(results, is_complete=has_ended and self._runs_everything())
        print(describe_end(results, self.output_directory), flush=True)
        for complaint in complaints:
            print(f"manuel-tests: {complaint}", file=sys.stderr)
        if self.results_copy is not None:
            shutil.copyfile(self.output_directory / "results.json", self.results_copy)
        return not complaints and not results.blocked_by_unknown

    def _judge_known_issues(self, results: "Results", *, is_complete: bool) -> list[str]:
        from manuel_runner.known_issues import complaints, issues_in

        today = date.today()  # noqa: DTZ011 - the day where the team is
        if self.new_known_issues is not None:
            write_known_issues(issues_in(results.causes, today), self.new_known_issues)
        return complaints(accepted_issues(self.settings), results, is_complete=is_complete, today=today)

    def _runs_everything(self) -> bool:
        """Return whether all tests are selected."""
        return self.suites == [REPOSITORY / "suites"] and not self.tests


def _path_to_this_python() -> str:
    """Return a PATH on which the Python that runs this comes first."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


@contextmanager
def _causes_of_this_run() -> Iterator[None]:
    """Remove the register of causes that the processes of this run share, since this process is their leader."""
    try:
        yield
    finally:
        shutil.rmtree(run_folder(os.getpid()), ignore_errors=True)


def _settings(config: Path | None, environment: str | None) -> tuple[dict[str, Any], str]:
    """Return the settings by name, and the variable file from which Robot Framework reads the same settings."""
    if config is None:
        name = environment or LOCAL
        path = str(VARIABLES / f"{name}.yaml")
        return _valid(read_environment(name), path), path
    values = _valid(read_config(config, environment), str(config))
    return values, f"{VARIABLES / 'config.py'}:{config.resolve()}:{environment or ''}"


def _valid(values: dict[str, Any], source: str) -> dict[str, Any]:
    """Return the values of a settings file without its password."""
    require_valid_file(values, source)
    return {name: value for name, value in values.items() if name != PASSWORD_KEY}


def _api_proxy(url: str | None, environment: str) -> str | None:
    """Return the proxy on this machine that stands for the API of a deployed environment."""
    if url is None:
        return None
    if environment == LOCAL:
        raise ConfigurationError("--api-url is for deployed environments: `local` has its own API")
    return require_proxy_on_this_machine(url)


def _overrides(options: argparse.Namespace) -> dict[str, Any]:
    given = {
        "timeout_seconds": options.timeout,
        "known_issues": options.known_issues and str(options.known_issues.resolve()),
        "parallel_tests": options.parallel,
        "enable_chaos_testing": options.chaos or None,
        "enable_load_testing": options.load or None,
        "enable_security_testing": options.security or None,
    }
    return {name: value for name, value in given.items() if value is not None}


def _new_file(path: Path | None) -> Path | None:
    if path is not None and path.exists():
        raise ConfigurationError(f"{path} exists already: name another file for the known issues of this run")
    return path


def _selection(options: argparse.Namespace) -> list[str]:
    included = [part for tag in options.include for part in ("--include", tag)]
    return included + [part for tag in options.exclude for part in ("--exclude", tag)]


@contextmanager
def _console() -> Iterator[IO[bytes] | None]:
    """Yield what the tests print to: with NO_COLOR no terminal, since pabot prints in colours to any terminal."""
    if not os.environ.get("NO_COLOR"):
        yield None
        return
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, process_group=0) as cat:  # noqa: S607 - of the system
        yield cat.stdin


@contextmanager
def _interruptible(process: subprocess.Popen[bytes]) -> Iterator[list[int]]:
    """Interrupt the run on Ctrl-C, SIGTERM and the end of the terminal, and leave nothing of its process group behind.

    Without its terminal pabot goes on as if nothing had happened, because it cannot write that it was interrupted. So it is
    killed then, and its robots end with this process, their leader.

    Yields:
        The signals that came.
    """
    interrupted: list[int] = []

    def interrupt(number: int, _frame: object) -> None:
        interrupted.append(number)
        process.send_signal(signal.SIGKILL if number == signal.SIGHUP else signal.SIGINT)

    previous = {number: signal.signal(number, interrupt) for number in _interrupting_signals()}
    try:
        yield interrupted
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for number, handler in previous.items():
            signal.signal(number, handler)


def _interrupting_signals() -> list[signal.Signals]:
    """Return the signals that end a run; `nohup` has its way."""
    hung_up = [] if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else [signal.SIGHUP]
    return [signal.SIGINT, signal.SIGTERM, *hung_up]
