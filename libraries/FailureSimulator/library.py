"""The keyword library."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from robot.api.deco import library

from FailureSimulator.errors import FailureNeverHappenedError
from FailureSimulator.keywords.causes import CauseProviderKeywords
from FailureSimulator.keywords.experiments import ExperimentKeywords
from FailureSimulator.keywords.failures import Duration, FailureKeywords
from FailureSimulator.keywords.proxies import ProxyKeywords
from FailureSimulator.listener import FailureRollback
from FailureSimulator.proxies import ProxyPool
from FailureSimulator.routing import RoutingDriver
from FailureSimulator.simulator import Action, Simulator, happened, never_happened
from FailureSimulator.system_under_test import SystemUnderTest
from ManuelEnvironment.keyword_arguments import KeywordLibrary
from ManuelEnvironment.version import VERSION


@library(scope="GLOBAL", version=VERSION, doc_format="MARKDOWN")
class FailureSimulator(KeywordLibrary):
    """Make AWS services, the network and the backend fail, and check that they did.

    %TOC%

    ## Usage

    Import the library through `resources/failures.resource`, or by its name. This suite is complete:

    ```robotframework
    *** Settings ***
    Resource    ../../resources/failures.resource
    Test Tags    chaos    api-call    needs:fault-injection    needs:aws-inspection    needs:cost    needs:destructive

    *** Test Cases ***
    Model Throttled Twice Is Asked A Third Time
        Sign In With Manual    coffee-machine.pdf
        Activate Failure    bedrock_throttling    times=2    operation=InvokeModel
        ${answer} =    Ask    How do I descale it?
        Answer Should Cite    ${answer}    coffee-machine
        AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1    attempts=3
    ```

    ## The life of a failure

    A failure is activated inside a test and ends before the test's teardown, whatever the outcome. If it hit nothing by then, the
    test fails, and the message lists the AWS calls that were seen instead.

    The fault engine keeps whose failures are active, and ends all of them with the test: also one whose activation was
    interrupted by a timeout, and one that the test activated at the engine's HTTP API. If the worker is killed, they end with
    its connection to the stack.

    ## Failures of your own

    A failure is a name in a YAML file with the options of [Activate Fault]; it needs no Python. With this file
    `slow-queue.yaml`:

    ```yaml
    slow queue:
      service: sqs
      operation: SendMessage
      fault: latency
      delay: 300ms
    ```

    a test beside it can say:

    ```robotframework
    *** Test Cases ***
    Slow Queue Still Accepts Messages
        Load Failure Scenarios    ${CURDIR}/slow-queue.yaml
        Activate Failure    slow queue    times=1
        Send Message    error    Hello
        Failure Should Have Happened    slow queue    times=1
    ```

    The failures in `resources/failures/` are loaded when a suite imports `resources/failures.resource`.

    ## Which calls are hit

    Rules are tried in the order of their activation, those with `phase=after` last: what ends a request before the work is done
    leaves nothing to happen afterwards. Delays add up; the first other fault that hits decides. Whether a rule with a
    `probability` hits a call depends only on the rule's seed and name, on the call's operation, path and body, and on how many
    equal calls came before: the same seed hits the same calls, however many run at once. `times` and `skip` count requests on
    the wire, so each attempt of a retried call counts. A response in which there is nothing to change, such as an error in place
    of the job that was to seem `stuck`, or of the batch that was to fail in part, is no hit.

    ## From Python

    ```python
    failures = FailureSimulator(environment)        # or the URL of an AWS stand-in
    failures.activate_failure("bedrock_throttling", 30)
    with failures.active("dynamodb_throttling", duration=30):
        ...
    ```
    """

    def __init__(self, target: Any = None, *, causes: Mapping[str, Action] | None = None) -> None:
        """Choose what is made to fail.

        Args:
            target: The environment, or the URL of an AWS stand-in with a fault engine. Default: the environment that
                the suites run against.
            causes: For Python: the actions that failures with real causes need, by name; in suites use `Provide Cause`.
        """
        system = SystemUnderTest(target)
        proxies = ProxyPool(system.defaults)
        self._simulator = Simulator(
            RoutingDriver(system.driver, system.running_driver, proxies, system.deployed_name), system.setting
        )
        self._simulator.causes |= causes or {}
        super().__init__(
            [
                FailureKeywords(self._simulator),
                CauseProviderKeywords(self._simulator),
                ExperimentKeywords(self._simulator),
                ProxyKeywords(proxies),
                FailureRollback(self._simulator, proxies),
            ]
        )

    @property
    def made_failures(self) -> bool:
        """Whether the running test, or the one that has just ended, has made something fail or has tried to."""
        return self._simulator.made_failures

    @contextmanager
    def active(self, name: str, duration: Duration | None = None, **options: Any) -> Iterator[None]:
        """Activate a failure for a `with` block, for Python.

        Args:
            name: The failure, as for `Activate Failure`.
            duration: Seconds, or a timedelta.
            options: As for `Activate Failure`.

        Raises:
            FailureNeverHappenedError: The block ended without an exception, and the failure hit nothing.
        """
        canonical: str = self.activate_failure(name, duration, **options)
        try:
            yield
        finally:
            failure = self._simulator.forget(canonical)
        if not happened(failure):
            raise FailureNeverHappenedError(never_happened(failure))
