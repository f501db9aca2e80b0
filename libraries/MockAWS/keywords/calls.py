"""Keywords for the AWS calls of a backend."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any

from robot.api.deco import keyword

from cause_register.forms import WrongCalls
from ManuelEnvironment.stand_in import LOOK_UP_TRACE
from ManuelEnvironment.waiting import NotYetError, eventually
from MockAWS.aws_connection import AwsConnection
from MockAWS.call_patterns import call_patterns
from MockAWS.errors import MockAwsError
from MockAWS.observation_window import ObservationWindow
from MockAWS.tables import table

Attempt = Mapping[str, Any]
_DEFAULT_TIMEOUT = timedelta(seconds=1)


class CallKeywords:
    """Keywords that read the journal of a stand-in."""

    def __init__(self, aws: AwsConnection, window: ObservationWindow) -> None:
        self._aws = aws
        self._window = window

    @keyword(name="AWS Calls Should Be", tags=["Calls", "Assertion"])
    def aws_calls_should_be(
        self,
        call: str,
        *,
        calls: int | None = None,
        attempts: int | None = None,
        errors: int | None = None,
        timeout: timedelta = _DEFAULT_TIMEOUT,
    ) -> list[Attempt]:
        """Fail unless the backend has called an AWS operation this often since the test began.

        An attempt is one request on the wire: a call that is retried twice has three attempts. On a local stack only calls
        that the backend makes for API requests count, not those of keywords.

        Args:
            call: `service.Operation` in boto3's names, such as `bedrock-runtime.InvokeModel`; `*` stands for anything.
                `s3.ObjectCreated` and `s3.ObjectRemoved` stand for all operations that store or delete objects.
            calls: The number of calls; by default any.
            attempts: The number of attempts of all calls; by default any.
            errors: The number of failed attempts, including broken connections; by default any.
            timeout: How long to wait; higher numbers than expected fail immediately.

        Returns:
            The attempts, with `service`, `operation`, `attempt`, `status`, `error_code`, `fault_rule`, `duration_ms`, …

        Raises:
            AssertionError: The numbers are different; the message has a table of all calls.
            MockAwsError: No number is given, or no call can have this name.
            BlockedError: AWS is not a stand-in.

        Example:
        ```robotframework
        Activate Failure    bedrock_throttling    times=2
        Ask    How do I descale it?
        AWS Calls Should Be    bedrock-runtime.InvokeModel    calls=1    attempts=3    errors=2
        ```
        """
        wanted = {"call": calls, "attempt": attempts, "error": errors}
        if all(number is None for number in wanted.values()):
            raise MockAwsError("AWS Calls Should Be needs at least one of calls, attempts and errors.")
        return eventually(lambda: self._check(call, wanted), timeout)

    @keyword(name="AWS Should Be Called", tags=["Calls", "Assertion"])
    def aws_should_be_called(self, call: str, *, timeout: timedelta = _DEFAULT_TIMEOUT) -> list[Attempt]:
        """Fail unless the backend has called an AWS operation at least once since the test began.

        Args:
            call: As for [AWS Calls Should Be].
            timeout: How long to wait for the call.

        Returns:
            The attempts, as returned by [AWS Calls Should Be].

        Raises:
            AssertionError: It has not; the message has a table of all calls.
            MockAwsError: No call can have this name.
            BlockedError: AWS is not a stand-in.

        Example:
        ```robotframework
        Get Deep Health
        AWS Should Be Called    dynamodb.*
        ```
        """
        return eventually(lambda: self._called(call), timeout)

    @keyword(name="AWS Should Not Be Called", tags=["Calls", "Assertion"])
    def aws_should_not_be_called(self, call: str = "*") -> None:
        """Fail if the backend has called an AWS operation since the test began, successfully or not.

        Args:
            call: As for [AWS Calls Should Be].

        Raises:
            AssertionError: It has; the message has a table of all calls.
            MockAwsError: No call can have this name.
            BlockedError: AWS is not a stand-in.

        Example:
        ```robotframework
        AWS Should Not Be Called    bedrock-*.*
        ```
        """
        self._check(call, {"call": 0})

    @keyword(name="Get AWS Calls", tags=["Calls", "Getter"])
    def get_aws_calls(self, call: str = "*") -> list[Attempt]:
        """Return the attempts of the backend's AWS calls since the test began, the oldest first.

        Args:
            call: As for [AWS Calls Should Be].

        Example:
        ```robotframework
        Ask    How do I descale it?
        @{attempts} =    Get AWS Calls    bedrock-runtime.InvokeModel
        Should Be Equal    ${attempts}[0][status]    ${200}
        ```
        """
        return self._matching(call)

    @keyword(name="Forget AWS Calls", tags=["Calls"])
    def forget_aws_calls(self) -> None:
        """Count AWS calls from now on, instead of from the beginning of the test.

        Example:
        ```robotframework
        Ask    How do I descale it?
        Forget AWS Calls
        Ask    How do I descale it?
        AWS Should Not Be Called    bedrock-runtime.InvokeModel
        ```
        """
        self._window.forget()

    def _called(self, call: str) -> list[Attempt]:
        attempts = self._matching(call)
        if not attempts:
            raise NotYetError(f"{WrongCalls('a call', call, 'none')}.\n{_describe(self._attempts())}")
        return attempts

    def _matching(self, call: str) -> list[Attempt]:
        patterns = call_patterns(call)
        return [
            attempt
            for attempt in self._attempts()
            if any(fnmatchcase(_name(attempt), pattern) for pattern in patterns)
        ]

    def _attempts(self) -> Sequence[Attempt]:
        journal = self._aws.ask("calls", after=self._window.forgotten_until)["calls"]
        return [
            attempt
            for attempt in journal
            if attempt["started_at"] >= self._window.began_at and self._is_the_backends(attempt)
        ]

    def _is_the_backends(self, attempt: Attempt) -> bool:
        is_known_by_trace = self._aws.traces_the_backend
        return attempt["trace_id"] != LOOK_UP_TRACE and bool(attempt["trace_id"] or not is_known_by_trace)

    def _check(self, call: str, wanted: Mapping[str, int | None]) -> list[Attempt]:
        attempts = self._matching(call)
        found = _count(attempts)
        stated = {name: number for name, number in wanted.items() if number is not None}
        if all(found[name] == number for name, number in stated.items()):
            return attempts
        too_many = any(found[name] > number for name, number in stated.items())
        said = WrongCalls(_numbers(stated), call, _numbers({name: found[name] for name in stated}))
        raise (AssertionError if too_many else NotYetError)(f"{said}.\n{_describe(self._attempts())}")


def _count(attempts: Sequence[Attempt]) -> Mapping[str, int]:
    by_call: dict[object, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        by_call[attempt["invocation_id"] or attempt["number"]].append(attempt)
    failed = [attempt for attempt in attempts if attempt["status"] is None or attempt["error_code"]]
    return {"call": len(by_call), "attempt": len(attempts), "error": len(failed)}


def _numbers(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}{'' if number == 1 else 's'}" for name, number in numbers.items())


def _name(attempt: Attempt) -> str:
    return f"{attempt['service']}.{attempt['operation']}"


def _describe(attempts: Sequence[Attempt]) -> str:
    if not attempts:
        return "The backend has not called AWS since the test began."
    rows = [
        (
            str(attempt["number"]),
            _name(attempt),
            str(attempt["attempt"]),
            "none" if attempt["status"] is None else str(attempt["status"]),
            attempt["error_code"] or "",
            f"{attempt['duration_ms']:.0f}",
            attempt["fault_rule"] or "",
        )
        for attempt in attempts
    ]
    return "AWS calls since the test began:\n" + table(
        ("#", "call", "attempt", "status", "error", "ms", "failure"), rows
    )
