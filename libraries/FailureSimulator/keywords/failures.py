"""Keywords that make things fail."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from robot.api import logger
from robot.api.deco import keyword

from cause_register.forms import WrongHits
from FailureSimulator.errors import FailureNeverHappenedError, FailureSimulationError
from FailureSimulator.preconditions import needing_failure
from FailureSimulator.simulator import Simulator, never_happened

Duration = timedelta | float
"""A time string of Robot Framework (`30s`, `2 minutes`) or a number of seconds."""


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
        """Activate a failure by its name, until the test ends.

        The library comes with `bedrock_throttling`, `dynamodb_throttling`, `stale_reads`, `duplicate_delivery`,
        `transcribe_failure`, `network_timeout`, `authentication_failure`, `circuit_breaker_open`, `rate_limit_exceeded` and
        `quota_exceeded`; [Load Failure Scenarios] adds more. The last three have real causes: this keyword makes the backend
        fail as it would in production (see [Provide Cause]), and checks that it does before it returns.

        The failure ends before the test's teardown, whatever the outcome. If it hit nothing by then, the test fails.

        Args:
            name: The failure. Case, spaces and hyphens make no difference.
            duration: How long the failure is active, e.g. `30s`; a number is seconds. Default: the environment's
                `failure_duration_seconds`.
            times: How many requests are hit; all later ones pass. Each attempt of a retried call counts. Default: all.
            probability: The share of calls that are hit, from 0 to 1. Default: the environment's `failure_probability`.
            options: Override any option of the failure's rules, as in [Activate Fault]: `operation=GetItem`.

        Returns:
            The name as its file spells it.

        Raises:
            FailureSimulationError: There is no such failure, it is already active, or an option is not valid.
            FailureNeverHappenedError: A failure with a real cause did not happen, as it did before in this run.
            BlockedByCauseError: A failure with a real cause has never happened in this run, which is reported once, by its name.

        Example:
        ```robotframework
        Activate Failure    bedrock_throttling    times=2
        Activate Failure    network timeout    15s    service=transcribe
        ```
        """
        _require_test()
        overrides = {"duration": _seconds(duration), "times": times, "probability": probability, **options}
        with needing_failure(self._simulator.named_failures.canonical_name(name)):
            failure = self._simulator.activate_named(name, _stated(overrides))
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

        Which requests are hit; an option that is not given matches everything:

        | option | meaning |
        |---|---|
        | `service` | boto3's name of an AWS service; `bedrock-*` is a pattern; separate several with commas |
        | `operation` | as in the API reference: `GetItem`, `Get*` |
        | `region`, `account` | of the call; region `unknown` matches unsigned calls |
        | `attempt` | `1` makes every first attempt fail |
        | `access` | `read` or `write`: whether data in DynamoDB or S3 are read or written, by whatever operation |
        | `table`, `bucket` | where the data are: a role in Manuel, such as `usage`, or a deployed name |
        | `key` | of the row or object: `cost#*`; of a new row, any of its attributes counts |
        | `method`, `path` | of requests from a client to the API: `POST`, `/api/manuals/*` |
        | `proxy` | the alias of a proxy at which the rule acts, instead of the environment |

        When: `times`, `probability`, `duration`, and

        | option | meaning |
        |---|---|
        | `skip` | how many matching requests pass first; by default 0 |
        | `per` | `call` (default): a call is hit with all its attempts or not at all; `attempt`: each attempt by itself |
        | `seed` | the same seed hits the same calls, another seed others |
        | `phase` | `before` the work is done (default, if possible), or `after`: it is done, and the caller does not know |
        | `must_hit` | `False`: the test may pass although nothing was hit; by default `True` |

        What happens. Defaults are in brackets; `delay`, the `code` of `error` and `event_stream_exception`, and the `status` of
        `http_error` are required. Times are written `800ms` or `2s`; a number is seconds:

        | fault | options | the caller sees |
        |---|---|---|
        | `error` | `code`, `message`, `status`, `members` (others of the error) | that AWS error, as the service writes it |
        | `http_error` | `status`, `body`, `content_type` (`text/html`), `headers` | the error page of a proxy or load balancer |
        | `latency` | `delay`, `jitter` (how much more or less at most, 0) | a late response |
        | `hang` | `limit` (none) | nothing until it gives up, or a reset after the limit |
        | `reset` | | a connection reset; with `phase=after` the response is lost |
        | `refused` | | a refused connection (only at a proxy, see [Start Fault Proxy]) |
        | `truncated` | `keep` (share of the body, 0.5), `ending` (`close`, `reset` or `hang`; `close`) | a body that breaks off |
        | `wrong_length` | `by` (bytes too many or, negative, too few; 10) | a wrong Content-Length |
        | `malformed` | `content` (`html`, `half`, `noise`, `empty`; `html`) | another body, with the right status and length |
        | `partial_batch` | `share` (0.5), `code` (`InternalFailure`), `message` | status 200, but some entries failed |
        | `event_stream_exception` | `code`, `message`, `after_events` (1) | an exception in the middle of a stream |
        | `stuck` | `patch` (of a response in JSON, RFC 7396; built in for common jobs) | a job that stays in progress |
        | `stale_read` | | DynamoDB as it was when the rule was activated, or a minute ago if that is later |
        | `duplicate_delivery` | | a message of SQS again, although its deletion was confirmed; give `times` |

        `stale_read` hits every read of a table or index, and only those with `ConsistentRead` see later writes. On AWS a read
        is stale now and then, usually for less than a second (Amazon DynamoDB Developer Guide, "DynamoDB read consistency"); here
        it is always. That needs the AWS stand-in; elsewhere the test is blocked.

        `partial_batch` spares what AWS would refuse as a whole, and `duplicate_delivery` spares FIFO queues.

        Not every client takes an unreadable body for an error: boto3 takes half a JSON body for an empty success. That is what a
        test with `truncated` or `malformed` is about.

        Args:
            fault: What happens, from the last table.
            duration: How long the rule is active, e.g. `30s`; a number is seconds. Default: the environment's
                `failure_duration_seconds`.
            name: The failure's name in messages and journals. Default: a description of the rule.
            times: How many requests are hit; all later ones pass. Default: all.
            probability: The share of calls that are hit, from 0 to 1. Default: the environment's `failure_probability`.
            options: The other options in the tables.

        Returns:
            The failure's name, for [Deactivate Failure] and [Failure Should Have Happened].

        Raises:
            FailureSimulationError: An option is unknown or not valid; the message says what is allowed or was meant.

        Example:
        ```robotframework
        Activate Fault    error    table=usage    access=write    code=InternalServerError    times=1
        Activate Fault    latency    service=s3    delay=800ms    jitter=200ms
        Activate Fault    reset    service=sqs    operation=SendMessage    phase=after    times=1
        ```
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
        """End a failure before the test ends, for instance to test the recovery.

        Args:
            name: The failure.

        Returns:
            The number of requests that it has hit.

        Raises:
            FailureSimulationError: The failure has not been activated.

        Example:
        ```robotframework
        Activate Failure    bedrock_throttling
        Ask    How do I descale it?    status=503
        Deactivate Failure    bedrock_throttling
        Ask    How do I descale it?
        ```
        """
        failure = self._simulator.deactivate(name)
        logger.info(f"Failure {failure.name} has ended; it hit {failure.hits} requests.")
        return failure.hits

    @keyword(tags=["Failures"])
    def failure_should_have_happened(self, name: str, *, times: int | None = None) -> None:
        """Check that a failure has hit something.

        This is checked at the end of each test anyway; use the keyword to check earlier, or how often.

        Args:
            name: The failure, active or ended.
            times: The exact number of requests that it must have hit, 1 or more. Default: any such number.

        Raises:
            FailureNeverHappenedError: It hit nothing; the message lists the calls that were seen instead.
            AssertionError: It hit another number of requests.
            ValueError: `times` is less than 1.

        Example:
        ```robotframework
        Activate Failure    bedrock_throttling    times=2
        Ask    How do I descale it?
        Failure Should Have Happened    bedrock_throttling    times=2
        ```
        """
        if times is not None and times < 1:
            raise ValueError(
                f"times: expected 1 or more, got {times}. `Deactivate Failure` returns how many requests a failure has hit."
            )
        hits = self._simulator.hits(name)
        if times is not None and hits != times:
            raise AssertionError(f"{WrongHits(name, times, hits)}.")
        if not hits:
            raise FailureNeverHappenedError(never_happened(self._simulator.forget(name)))

    @keyword(tags=["Failures"])
    def get_failure_effects(self, name: str | None = None) -> list[Mapping[str, Any]]:
        """Return what was done to which request: one entry for each request that was hit.

        Args:
            name: The failure. Default: all that the fault engine has recorded.

        Returns:
            A list of mappings with `number`, `at` (epoch seconds), `rule`, `fault`, `phase`, `service`, `operation`, `region`,
            `account_id`, `invocation_id`, `attempt`, `method`, `path`, `trace_id` and `held_ms` (milliseconds for which the
            request was held).

        Raises:
            FailureSimulationError: The failure has not been activated.

        Example:
        ```robotframework
        Activate Failure    bedrock_throttling    times=2
        Ask    How do I descale it?
        ${effects} =    Get Failure Effects    bedrock_throttling
        Should Be Equal    ${effects}[0][attempt]    ${1}
        ```
        """
        return self._simulator.effects(name)

    @keyword(tags=["Failures"])
    def load_failure_scenarios(self, path: Path) -> list[str]:
        """Load failures from a YAML file: names with the options of [Activate Fault].

        ```yaml
        slow manuals:
          service: s3
          operation: GetObject
          fault: latency
          delay: 2s
        ```

        A failure of several rules lists them under `rules`.

        Args:
            path: The file.

        Returns:
            The names of its failures.

        Raises:
            FailureSimulationError: The file can't be read, or its content is not valid.

        Example:
        ```robotframework
        Load Failure Scenarios    ${CURDIR}/failures.yaml
        Activate Failure    slow manuals
        ```
        """
        return self._simulator.named_failures.load(path.resolve())


def _require_test() -> None:
    """Refuse a suite setup: the failure would end with the first test, and the other tests would pass without it."""
    from robot.running.context import EXECUTION_CONTEXTS

    context = EXECUTION_CONTEXTS.current
    if context is not None and context.test is None:
        raise FailureSimulationError(
            "A failure ends with its test. Activate it in a test or in a Test Setup, not in a Suite Setup."
        )


def _seconds(duration: Duration | None) -> float | None:
    return duration.total_seconds() if isinstance(duration, timedelta) else duration


def _stated(options: Mapping[str, Any]) -> dict[str, Any]:
    return {option: value for option, value in options.items() if value is not None}
