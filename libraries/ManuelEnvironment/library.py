"""The keyword library."""

import atexit
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from robot import result, running
from robot.api.deco import keyword, library
from robot.running.context import EXECUTION_CONTEXTS

from manuel_stack.errors import ResultsFolderError
from manuel_stack.run_leader import end_with, run_leader
from ManuelEnvironment.assertion_messages import AssertionMessages
from ManuelEnvironment.capabilities import Capability, misspelt_needs, needed_by
from ManuelEnvironment.cause_tests import CauseTests
from ManuelEnvironment.environment import Environment
from ManuelEnvironment.errors import BlockedError, ConfigurationError
from ManuelEnvironment.execution import is_dry_run
from ManuelEnvironment.keyword_arguments import ArgumentHints
from ManuelEnvironment.listeners import FAILURE_LISTENERS
from ManuelEnvironment.masked_output import mask_output
from ManuelEnvironment.masked_results import ResultMasking
from ManuelEnvironment.output_writing import end_when_output_cannot_be_written
from ManuelEnvironment.process_state import running_environment
from ManuelEnvironment.quarantine import malformed_quarantines
from ManuelEnvironment.request_guards import request_gate
from ManuelEnvironment.results_folder import results_folder
from ManuelEnvironment.robot_command import end_robot_command, is_robot_command
from ManuelEnvironment.run_metadata import ENVIRONMENT_METADATA, RunMetadata
from ManuelEnvironment.startup import current_environment, stop_environment
from ManuelEnvironment.usable_capabilities import why_unusable
from ManuelEnvironment.version import VERSION

# A category that an environment may switch off as a whole, and the setting that does it.
SWITCHES = {
    "chaos": "enable_chaos_testing",
    "load": "enable_load_testing",
    "security": "enable_security_testing",
}


@library(
    scope="GLOBAL",
    version=VERSION,
    doc_format="MARKDOWN",
    listener=[
        "SELF",
        ArgumentHints(),
        AssertionMessages(),
        CauseTests(),
        *FAILURE_LISTENERS,
        RunMetadata(),
        ResultMasking(),
    ],
)
class ManuelEnvironment:
    """Provide the environment that the suites run against: its settings, its capabilities, and the local stack.

    %TOC%

    ## Usage

    Import the library through `resources/api.resource`, or by its name; no keyword has to be called. This suite is complete:

    ```robotframework
    *** Settings ***
    Library    ManuelAPI
    Library    ManuelAuth
    Library    ManuelEnvironment

    *** Test Cases ***
    Daily Quota Is Enforced
        [Tags]    needs:cost
        Sign In
        Use Quota    until=${daily_quota}
        Ask    How do I descale it?    status=429
    ```

    When a suite that imports the library starts:

    - a `local` environment is started, and any other environment is checked to be reachable and the one that its settings say;
      otherwise the run ends before its first test, with a line and an exit status that says why,
    - the settings of the environment become global variables, such as `${daily_quota}`,
    - tests that need a capability the environment does not have are skipped, for that reason,
    - secrets are masked in everything that the run writes.

    ## Choosing an environment

    `robot --variablefile variables/staging.yaml` chooses the environment. Without it the environment is `local`, which starts a
    backend and an AWS stand-in of its own and stops them at the end of the run. If `API_BASE_URL` and `AWS_ENDPOINT_URL` are set,
    as printed by `make sandbox`, `local` attaches to that running stack instead. A stack serves one worker at a time; a second
    one is refused.

    ## Capabilities

    A tag `needs:<capability>` says what a test needs of its environment: `admin-user`, `aws-inspection`, `backend-log`, `cost`,
    `destructive`, `email-codes`, `fault-injection`, `load`, `remembered-devices`, `second-factor`, `second-pool`,
    `second-user`, `short-tokens`, `signing-key`, `time-control`. The file in `variables/` lists the capabilities that an
    environment has. A test is skipped where one that it needs is missing; where one is listed and can't be used, it is skipped
    as well, as `blocked by <capability>`, with the reason. A tag that names no capability, or a near miss such as `need:cost`,
    fails the whole run before its first test.
    """

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self) -> None:
        mask_output()
        self._failure: str | None = None
        self._published_in: object = None
        self._results = results_folder()
        self._claim_results_folder()
        end_when_output_cannot_be_written(self._results.release)

    @keyword
    def start_environment(self) -> None:
        """Start the environment, if no suite has done so, and write its name into the suite's metadata.

        A local stack starts in the background: the suites continue until one needs it.

        Raises:
            ConfigurationError: A setting is missing or invalid; the message names the key, its value and what is allowed.
            EnvironmentUnreachableError: Nothing responds at the API's address.
            StackError: The local stack could not be started.

        Example:
        ```robotframework
        *** Settings ***
        Library        ManuelEnvironment
        Suite Setup    Start Environment
        ```
        """
        from robot.libraries.BuiltIn import BuiltIn

        environment = self._bring_up()
        BuiltIn().set_suite_metadata(ENVIRONMENT_METADATA, environment.settings.environment)

    @keyword(tags=["Time"])
    def advance_time_by(self, duration: timedelta) -> None:
        """Set the backend's clock forward, for example past midnight. Needs the capability `time-control`.

        It only goes forward, and stays ahead for all later tests on the same stack: compare with `Get Backend Time`, not with
        this machine's time. The clock of AWS, and the one by which tokens expire, do not change. The functions of a template see
        the new time: those in Python at once, those in JavaScript from their next invocation on.

        Args:
            duration: How far to set the clock forward, for example `1 day` or `31 seconds`.

        Raises:
            ConfigurationError: The clock of this environment cannot be set.

        Example:
        ```robotframework
        Advance Time By    1 day
        ```
        """
        current_environment().advance_clock(duration)

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """Start the environment before the first test; if that fails, the run ends."""
        if is_dry_run():
            return
        try:
            _require_valid_tags(data)
            self._bring_up()
            request_gate().begin_test()
        except Exception as error:
            self._refuse(error)

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Skip a test whose capabilities the environment lacks; before any other, wait until the local stack has started."""
        environment = running_environment()
        request_gate().begin_test(needed_by(data.tags))
        _begin_timeout_anew(result)
        if environment is not None and self._failure is None:
            if reason := reason_to_skip(environment, data.tags):
                _replace(data, "BuiltIn.Skip", reason)
            else:
                self._require_started(environment)
        if self._failure is not None:
            _replace(data, "BuiltIn.Fail", self._failure)

    def close(self) -> None:
        """Finish the run's output, which Robot Framework reads next."""
        self._results.finish_output()

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Keep to the pace of requests again after a load test."""
        request_gate().end_test()

    def _bring_up(self) -> Environment:
        from ManuelEnvironment.robot_run import is_under_pabot

        environment = running_environment()
        if environment is None:
            end_with(run_leader(is_under_pabot()))
            atexit.register(stop_environment)
            environment = current_environment()
            from ManuelEnvironment.known_issues import accepted_issues

            accepted_issues(environment.settings)
        self._publish(environment)
        return environment

    def _require_started(self, environment: Environment) -> None:
        try:
            environment.await_stack()
        except Exception as error:
            self._refuse(error)

    def _refuse(self, error: Exception) -> None:
        """End the command that runs the suites, or in another program let each test report the error."""
        if is_robot_command():
            self._results.abandon()
            end_robot_command(error)
        self._failure = str(error)

    def _claim_results_folder(self) -> None:
        try:
            self._results.claim()
        except ResultsFolderError as error:
            if is_robot_command():
                end_robot_command(error)
            raise

    def _publish(self, environment: Environment) -> None:
        """Make the settings variables of this run; one process may have several runs in its environment."""
        from ManuelEnvironment.robot_variables import publish

        if self._published_in is not EXECUTION_CONTEXTS.top:
            publish(environment.settings)
            self._published_in = EXECUTION_CONTEXTS.top


def _require_valid_tags(suite: running.TestSuite) -> None:
    """Fail if any test of the run has a tag `needs:…` that would not protect it, or a quarantine without a date.

    Raises:
        ConfigurationError: The tag names no capability or no date, or is misspelt.
    """
    while suite.parent is not None:
        suite = suite.parent
    for test in suite.all_tests:
        for problem in (*misspelt_needs(test.tags), *malformed_quarantines(test.tags)):
            raise ConfigurationError(f"test {test.full_name!r}: {problem}")


def reason_to_skip(environment: Environment, tags: Iterable[str]) -> str | None:
    """Return why a test with these tags cannot run in the environment; None if it can."""
    name = environment.settings.environment
    for switch_tag, setting in SWITCHES.items():
        if switch_tag in tags and not getattr(environment.settings, setting):
            return f"environment {name} has turned off {setting}"
    missing = sorted(need for need in needed_by(tags) if not environment.offers(need))
    if missing:
        return f"environment {name} does not offer {', '.join(missing)}"
    return _what_blocks(environment, needed_by(tags))


def _what_blocks(environment: Environment, needs: Iterable[str]) -> str | None:
    """Return which of the needs can't be used, although the environment lists it, and why; None if all can."""
    for need in sorted(needs):
        if (why := why_unusable(environment, Capability(need))) is not None:
            return str(BlockedError(need, why))
    return None


def _begin_timeout_anew(test: result.TestCase) -> None:
    """Begin the time that a test may take: what it has waited for its first request does not count."""
    timeout: Any = test.timeout
    if timeout:
        timeout.start()


def _replace(test: running.TestCase, name: str, message: str) -> None:
    """Replace a test by one that only ends with this message."""
    test.setup.config(name=name, args=[message])
    test.teardown = None
