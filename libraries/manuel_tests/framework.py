"""The framework: runs the suites by category, makes something fail, and runs tests of your own."""

import functools
import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from manuel_runner.merge import merge_runs
from manuel_tests.config import TestConfig, settings_file
from manuel_tests.errors import RunFailedError
from manuel_tests.own_tests import OwnTest, run_own_tests
from manuel_tests.runs import Results, read_results, run_suites
from manuel_tests.stack import OwnStack
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.imported_libraries import find_imported

if TYPE_CHECKING:
    from FailureSimulator import FailureSimulator


class IntegrationTestFramework:
    """The tests of one environment.

    Each `run_…_tests` returns what `results.json` has, after it has written all reports into the folder of the results. Suites
    run in processes of their own.

    In `local` each of these processes has a backend and an AWS of its own, until `failure_simulator` is used: from then on
    everything runs on one stack, one test after another, and what you make fail hits all of it. `close`, or the end of a `with`
    block, ends that stack.

    Args:
        config: The settings; by default those of `local`.
        directory: The folder for the results; by default `results/python/`.

    Example:
        >>> framework = IntegrationTestFramework(TestConfig())
        >>> framework.failure_simulator.activate_failure("bedrock_throttling", 30)  # doctest: +SKIP
        >>> framework.run_authentication_tests()["summary"]["failed"]  # doctest: +SKIP
        0
        >>> framework.close()
    """

    def __init__(self, config: TestConfig | None = None, *, directory: Path | None = None) -> None:
        self.config = config or TestConfig()
        self.directory = (directory or REPOSITORY / "results" / "python").resolve()
        self._tests: dict[str, OwnTest] = {}
        self._stack: OwnStack | None = None

    def run_all_tests(self) -> Results:
        """Run all suites, and then your own tests; one report has both."""
        tests = self._own_tests()
        if not tests:
            return self._run()
        folders = [self.directory / name for name in ("suites", "own")]
        self._run_suites(folders[0])
        self._run_tests_of_your_own(tests, folders[1])
        merge_runs(folders, self.directory)
        return read_results(self.directory)

    def run_authentication_tests(self) -> Results:
        """Run the tests of sign-in, tokens and sessions."""
        return self._run("auth")

    def run_api_tests(self) -> Results:
        """Run the tests of what the API does."""
        return self._run("api")

    def run_security_tests(self) -> Results:
        """Run the tests of attacks, limits and headers."""
        return self._run("security")

    def run_performance_tests(self) -> Results:
        """Run the measurements, with load if `enable_load_testing` is set."""
        return self._run("performance")

    def run_error_handling_tests(self) -> Results:
        """Run the tests of errors, retries and circuit breakers."""
        return self._run("error_handling")

    def run_failure_scenario_tests(self) -> Results:
        """Run the failure scenarios, if `enable_chaos_testing` is set."""
        return self._run("chaos")

    def run_end_to_end_tests(self) -> Results:
        """Run the tests of whole workflows."""
        return self._run("e2e")

    def run_custom_tests(self) -> Results:
        """Run your own tests alone.

        Raises:
            RunFailedError: There are none.
        """
        tests = self._own_tests()
        if not tests:
            raise RunFailedError("there are no tests of your own: override _run_custom_tests")
        self._run_tests_of_your_own(tests, self.directory)
        return read_results(self.directory)

    @property
    def failure_simulator(self) -> Any:
        """The library FailureSimulator: makes something fail for everything that runs after it.

        Inside a test of your own it is the test's: what it makes fail ends with the test, and has to have hit something.
        """
        return find_imported("FailureSimulator") or self._failures_of_all_runs

    @functools.cached_property
    def _failures_of_all_runs(self) -> "FailureSimulator":
        from FailureSimulator import FailureSimulator
        from ManuelEnvironment.environment import Environment

        if self.config.settings.is_local:
            self._stack = OwnStack(self.config.settings)
        lease = self._stack.lease if self._stack else None
        return FailureSimulator(Environment(self.config.settings, lease, None))

    @property
    def api(self) -> Any:
        """The library ManuelAPI, inside a test of your own: `self.api.ask("How do I descale it?")`."""
        return find_imported("ManuelAPI")

    @property
    def auth(self) -> Any:
        """The library ManuelAuth, inside a test of your own: `self.auth.sign_in()`."""
        return find_imported("ManuelAuth")

    @property
    def aws(self) -> Any:
        """The library MockAWS, inside a test of your own."""
        return find_imported("MockAWS")

    def close(self) -> None:
        """End the stack, if there is one."""
        if self._stack is not None:
            self._stack.close()
            self._stack = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run_custom_tests(self) -> None:
        """Call `_run_single_test` for each of your own tests; override this."""

    def _run_single_test(self, name: str, test: OwnTest) -> None:
        """Add a test: a function that raises an exception, such as an AssertionError, if the test fails.

        Raises:
            ValueError: Another test has this name.
        """
        if name in self._tests:
            raise ValueError(f"there are two tests {name!r}: each needs a name of its own")
        self._tests[name] = test

    def _own_tests(self) -> dict[str, OwnTest]:
        self._tests = {}
        self._run_custom_tests()
        return self._tests

    def _run(self, *tags: str) -> Results:
        self._run_suites(self.directory, *tags)
        return read_results(self.directory)

    def _run_suites(self, directory: Path, *tags: str) -> None:
        attached = self._stack.variables if self._stack else {}
        with settings_file(self.config.settings) as file:
            run_suites(file, directory, tags, {**os.environ, **attached})

    def _run_tests_of_your_own(self, tests: dict[str, OwnTest], directory: Path) -> None:
        with (
            settings_file(self.config.settings) as file,
            self._stack.attached() if self._stack else nullcontext(),
        ):
            run_own_tests(tests, file, directory)
