"""The keyword library."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from robot.api.deco import library

from FailureSimulator.errors import FailureNeverHappenedError
from FailureSimulator.keywords.causes import CauseKeywords
from FailureSimulator.keywords.experiments import ExperimentKeywords
from FailureSimulator.keywords.failures import Duration, FailureKeywords
from FailureSimulator.keywords.proxies import ProxyKeywords
from FailureSimulator.listener import FailureRollback
from FailureSimulator.proxies import ProxyPool
from FailureSimulator.routing import RoutingDriver
from FailureSimulator.simulator import Action, Simulator, happened, never_happened
from FailureSimulator.target import Target
from ManuelEnvironment.keyword_arguments import KeywordLibrary
from ManuelEnvironment.version import VERSION


@library(scope="GLOBAL", version=VERSION, doc_format="MARKDOWN")
class FailureSimulator(KeywordLibrary):
    """Makes AWS services, the network and the backend fail, and proves that they did.

    %TOC%

    ## Rules of the house

    - A failure is activated inside a test and ends with it: before the test's teardown, whatever the outcome.
    - A failure that never happened fails the test, and the message lists the AWS calls that were seen instead.
    - The same seed hits the same calls, however many run at once.

    ## Failures of your own

    A failure is a name in a YAML file, with what [Activate Fault] takes; no Python is needed.

    `slow-queue.yaml`:

    ```yaml
    slow queue:
      service: sqs
      operation: SendMessage
      fault: latency
      delay: 300ms
    ```

    and a test:

    ```robotframework
    *** Test Cases ***
    Slow Queue Slows Nobody Down For Good
        Load Failure Scenarios    ${CURDIR}/slow-queue.yaml
        Activate Failure    slow queue    times=1
        Send Message
        Failure Should Have Happened    slow queue    times=1
    ```

    ## How a failure is chosen

    Rules are tried in the order of their activation. Delays add up; the first other fault that hits decides. Whether a call is
    hit by a rule with a `probability` depends on the rule's seed and name, on the call's operation, path and body, and on how
    many equal calls came before, and on nothing else. `times` and `skip` count requests on the wire, so each attempt of a call
    that is retried is one.

    ## From Python

    ```python
    failures = FailureSimulator(environment)        # or the URL of an AWS stand-in
    failures.activate_failure("bedrock_throttling", 30)
    with failures.active("dynamodb_throttling", duration=30):
        ...
    ```
    """

    def __init__(self, target: Any = None, *, causes: Mapping[str, Action] | None = None) -> None:
        """Bind the library to what shall fail.

        Args:
            target: The environment, or the URL of an AWS stand-in with a fault engine. Default: the environment that
                the suites run against.
            causes: For Python: what brings failures with real causes about, by name; in suites use `Provide Cause`.
        """
        bound = Target(target)
        proxies = ProxyPool(bound.defaults)
        self._simulator = Simulator(RoutingDriver(bound.driver, proxies), bound.setting)
        self._simulator.causes |= causes or {}
        super().__init__(
            [
                FailureKeywords(self._simulator),
                CauseKeywords(self._simulator),
                ExperimentKeywords(self._simulator),
                ProxyKeywords(proxies),
                FailureRollback(self._simulator, bound, proxies),
            ]
        )

    @contextmanager
    def active(self, name: str, duration: Duration | None = None, **options: Any) -> Iterator[None]:
        """For Python: a failure that ends with its block and must have happened by then.

        Args:
            name: The failure, as `Activate Failure` takes it.
            duration: Seconds, or a timedelta.
            options: As `Activate Failure` takes them.

        Raises:
            FailureNeverHappenedError: The block ended in peace and nothing was hit.
        """
        canonical: str = self.activate_failure(name, duration, **options)
        try:
            yield
        finally:
            failure = self._simulator.forget(canonical)
        if not happened(failure):
            raise FailureNeverHappenedError(never_happened(failure))
