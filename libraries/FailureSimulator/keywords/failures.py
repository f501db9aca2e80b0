"""Keywords that make things fail."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from robot.api import logger
from robot.api.deco import keyword

from FailureSimulator.errors import FailureNeverHappenedError, FailureSimulationError
from FailureSimulator.simulator import Simulator, never_happened

Duration = timedelta | float
"""A time of Robot Framework (`30s`, `2 minutes`) or a number of seconds."""


class FailureKeywords:
    """Activate, deactivate and check failures."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    @keyword(tags=["Failures"])
    def activate_failure(
        self,
        name: str,
        duration: Duration | None = None,
        *,
        times: int | None = None,
        probability: float | None = None,
        **options: Any,
    ) -> str:
        """Make things fail in a way that has a name, until the test ends.

        Shipped are `bedrock_throttling`, `dynamodb_throttling`, `transcribe_failure`, `network_timeout`,
        `authentication_failure`, `circuit_breaker_open`, `rate_limit_exceeded` and `quota_exceeded`; more come from
        [Load Failure Scenarios]. The last three have real causes: the backend is sent what brings it there (see
        [Provide Cause]), and they are proved before this keyword returns.

        The failure ends before the test's teardown, whatever the outcome. If it hit nothing by then, the test fails.

        Args:
            name: The failure. Case, spaces and hyphens make no difference.
            duration: How long it stands, e.g. `30s`. Default: the environment's `failure_duration_seconds`.
            times: How many requests are hit; then all pass. Each attempt of a retried call is one. Default: all.
            probability: The share of calls that are hit, 0 to 1. Default: the environment's `failure_probability`.
            options: Replace any option of the failure's rules, as in [Activate Fault]: `operation=GetItem`.

        Returns:
            The name as its file spells it.

        Raises:
            FailureSimulationError: There is no such failure, it is active already, or an option is wrong.
            FailureNeverHappenedError: A failure with a real cause did not come about.

        Example:
            | Activate Failure | bedrock_throttling | times=2 |
            | Activate Failure | network timeout | 15s | service=transcribe |
        """
        _require_test()
        overrides = {"duration": _seconds(duration), "times": times, "probability": probability, **options}
        failure = self._simulator.activate_scenario(name, _stated(overrides))
        logger.info(f"Failure {failure.name} is active.")
        return failure.name

    @keyword(tags=["Failures"])
    def activate_fault(
        self,
        fault: str,
        duration: Duration | None = None,
        *,
        name: str | None = None,
        times: int | None = None,
        probability: float | None = None,
        **options: Any,
    ) -> str:
        """Make calls fail by a rule of your own, until the test ends.

        Who is hit (what is left out matches everything):

        | option | meaning |
        |---|---|
        | `service` | boto3's name of an AWS service, `bedrock-*` is a pattern, several with commas |
        | `operation` | as in the API reference: `GetItem`, `Get*` |
        | `region`, `account` | of the call; region `unknown` matches calls without signature |
        | `attempt` | `1` lets every first try fail |
        | `method`, `path` | for requests from a client to the API: `POST`, `/api/manuals/*` |
        | `proxy` | the alias of a proxy at which the rule acts, instead of the environment |

        When: `times`, `probability`, `duration`, and

        | option | meaning |
        |---|---|
        | `skip` | so many matching requests pass first |
        | `per` | `call` (default): a call is hit with all its attempts or not at all; `attempt`: each by itself |
        | `seed` | another seed hits other calls, the same seed the same ones |
        | `phase` | `before` the work is done, or `after`: it is done, and the caller does not know |
        | `must_hit` | `False`: the test may pass although nothing was hit |

        What happens:

        | fault | options | the caller sees |
        |---|---|---|
        | `error` | `code`, `message`, `status`, `members` | that AWS error, as the service writes it |
        | `http_error` | `status`, `body`, `content_type`, `headers` | what a proxy or load balancer answers |
        | `latency` | `delay`, `jitter` | the reply, later |
        | `hang` | `limit` | nothing, until it gives up |
        | `reset` | | a connection reset; with `phase=after` the lost reply |
        | `refused` | | nobody listening (at a proxy, see [Start Fault Proxy]) |
        | `truncated` | `keep` (share of the body), `ending` (`close`, `reset`, `hang`) | a body that breaks off |
        | `wrong_length` | `by` (bytes too many or too few) | a Content-Length that is not true |
        | `malformed` | `content` (`html`, `half`, `noise`, `empty`) | another body, with status and length right |
        | `partial_batch` | `share`, `code`, `message` | a batch of which a part failed, with status 200 |
        | `event_stream_exception` | `code`, `message`, `after_events` | an exception in the middle of a stream |
        | `stuck` | `patch` | a job that stays in progress |

        A body that can't be read is no error to every client: boto3 takes half a JSON body for an empty success, and that
        is what a test with `truncated` or `malformed` is about.

        Args:
            fault: What happens, from the table.
            duration: How long the rule stands. Default: the environment's `failure_duration_seconds`.
            name: For messages and journals. Default: a description of the rule.
            times: How many requests are hit.
            probability: The share of calls that are hit.
            options: From the tables.

        Returns:
            The failure's name, for [Deactivate Failure] and [Failure Should Have Happened].

        Raises:
            FailureSimulationError: An option is unknown or wrong; the message names the nearest right one.

        Example:
            | Activate Fault | error | service=dynamodb | operation=UpdateItem | code=InternalServerError | times=1 |
            | Activate Fault | latency | service=s3 | delay=800ms | jitter=200ms |
            | Activate Fault | reset | service=sqs | operation=SendMessage | phase=after | times=1 |
        """
        _require_test()
        rule = {
            "fault": fault,
            "duration": _seconds(duration),
            "times": times,
            "probability": probability,
            **options,
        }
        failure = self._simulator.activate_rules(name, [_stated(rule)])
        logger.info(f"Fault {failure.name} is active.")
        return failure.name

    @keyword(tags=["Failures"])
    def deactivate_failure(self, name: str) -> int:
        """End a failure before the test ends, for instance to see the recovery.

        Args:
            name: The failure.

        Returns:
            How many requests it has hit.

        Raises:
            FailureSimulationError: It was never activated.

        Example:
            | Deactivate Failure | bedrock_throttling |
        """
        failure = self._simulator.deactivate(name)
        logger.info(f"Failure {failure.name} has ended; it hit {failure.hits} requests.")
        return failure.hits

    @keyword(tags=["Failures"])
    def failure_should_have_happened(self, name: str, *, times: int | None = None) -> None:
        """Check that a failure has hit something.

        At each test's end this is checked by itself; use it to check earlier, or how often.

        Args:
            name: The failure, active or ended.
            times: Exactly how many requests it must have hit. Default: one or more.

        Raises:
            FailureNeverHappenedError: It hit nothing; the message lists the calls that were seen instead.
            AssertionError: It hit another number of requests.

        Example:
            | Failure Should Have Happened | bedrock_throttling | times=2 |
        """
        hits = self._simulator.hits(name)
        if times is not None and hits != times:
            raise AssertionError(f"Failure {name} should have hit {times} requests but hit {hits}.")
        if not hits:
            raise FailureNeverHappenedError(never_happened(self._simulator.forget(name)))

    @keyword(tags=["Failures"])
    def get_failure_effects(self, name: str | None = None) -> list[Mapping[str, Any]]:
        """What was done to whom: one entry for each request that was hit.

        Args:
            name: The failure. Default: all that the fault engine still knows of.

        Returns:
            Mappings with `number`, `at` (epoch seconds), `rule`, `fault`, `phase`, `service`, `operation`, `region`,
            `account_id`, `invocation_id`, `attempt`, `method`, `path`, `trace_id`, `held_ms`.

        Example:
            | ${effects} = | Get Failure Effects | bedrock_throttling |
            | Should Be Equal As Integers | ${effects}[0][attempt] | 1 |
        """
        return self._simulator.effects(name)

    @keyword(tags=["Failures"])
    def load_failure_scenarios(self, path: Path) -> list[str]:
        """Learn failures from a YAML file: a name, and the options of [Activate Fault].

        ```yaml
        slow manuals:
          service: s3
          operation: GetObject
          fault: latency
          delay: 2s
        ```

        A failure that consists of several rules lists them under `rules`.

        Args:
            path: The file.

        Returns:
            The names of its failures.

        Raises:
            FailureSimulationError: The file can't be read, or what is in it is no failure.

        Example:
            | Load Failure Scenarios | ${CURDIR}/failures.yaml |
            | Activate Failure | slow manuals |
        """
        return self._simulator.scenarios.load(path.resolve())


def _require_test() -> None:
    """Refuse a suite's set-up: the failure would end with the first test, and the others would pass without it."""
    from robot.running.context import EXECUTION_CONTEXTS

    context = EXECUTION_CONTEXTS.current
    if context is not None and context.test is None:
        raise FailureSimulationError(
            "Failures end with their test, so activate them in one; its set-up (Test Setup) will do."
        )


def _seconds(duration: Duration | None) -> float | None:
    return duration.total_seconds() if isinstance(duration, timedelta) else duration


def _stated(options: Mapping[str, Any]) -> dict[str, Any]:
    return {option: value for option, value in options.items() if value is not None}
