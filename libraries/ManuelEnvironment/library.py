"""The keyword library."""

import atexit
from collections.abc import Iterator
from datetime import timedelta

from robot import result, running
from robot.api.deco import keyword, library
from robot.running.context import EXECUTION_CONTEXTS

from manuel_stack.run_leader import end_with, run_leader
from ManuelEnvironment.environment import Environment
from ManuelEnvironment.execution import is_dry_run
from ManuelEnvironment.imported_libraries import find_imported
from ManuelEnvironment.masked_output import mask_output
from ManuelEnvironment.process_state import running_environment
from ManuelEnvironment.run_metadata import ENVIRONMENT_METADATA
from ManuelEnvironment.shared_listeners import SHARED_LISTENERS
from ManuelEnvironment.startup import current_environment, stop_environment
from ManuelEnvironment.suite_run import begin_run
from ManuelEnvironment.version import VERSION

STARTS_ITS_OWN = "ServerlessApplication"
"""The library whose suites start an application themselves, so that nothing else must be started before."""


@library(
    scope="GLOBAL",
    version=VERSION,
    doc_format="MARKDOWN",
    listener=["SELF", *SHARED_LISTENERS],
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
    ROBOT_LISTENER_PRIORITY = 200

    def __init__(self) -> None:
        mask_output()
        begin_run()
        self._published_in: object = None

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
        """Start the environment before the first test, unless the suite starts an application; if that fails, the run ends."""
        if not _starts_an_application(data):
            self._bring_up_or_refuse()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Make the settings of an application's environment variables, as soon as it has been started."""
        if running_environment() is not None:
            self._bring_up_or_refuse()

    def _bring_up_or_refuse(self) -> None:
        run = begin_run()
        if is_dry_run() or run.failure is not None:
            return
        try:
            self._bring_up()
        except Exception as error:
            run.refuse(error)

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

    def _publish(self, environment: Environment) -> None:
        """Make the settings variables of this run; one process may have several runs in its environment."""
        from ManuelEnvironment.robot_variables import publish

        if self._published_in is not EXECUTION_CONTEXTS.top:
            publish(environment.settings)
            self._published_in = EXECUTION_CONTEXTS.top


def _starts_an_application(suite: running.TestSuite) -> bool:
    """Return whether a suite, or one in it, will start an application that the settings do not name."""
    from ManuelEnvironment.robot_run import variable

    if variable("template") is not None:
        return False
    return find_imported(STARTS_ITS_OWN) is not None or any(
        _imports_it(each) for each in _with_those_in(suite)
    )


def _imports_it(suite: running.TestSuite) -> bool:
    return any(each.name == STARTS_ITS_OWN for each in suite.resource.imports)


def _with_those_in(suite: running.TestSuite) -> Iterator[running.TestSuite]:
    yield suite
    for inner in suite.suites:
        yield from _with_those_in(inner)
