"""One process of a function: it serves one invocation after the other."""

import os
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lambda_runtime import errors
from lambda_runtime.function import FunctionError, InvocationResult
from lambda_runtime.invocation import FunctionInvocation, ProcessAnswer
from lambda_runtime.log_stream import LogStream
from lambda_runtime.supervisor import ProcessEnd

INIT_SECONDS = 10.0
"""How long a process may take to start before the function's own timeout begins to count (AWS Lambda Developer Guide,
"Lambda execution environment lifecycle")."""
END_SECONDS = 5.0


class EnvironmentLostError(Exception):
    """The process ended before it had got the invocation."""


class Ready:
    """The process has asked for its first invocation."""


@dataclass(frozen=True, slots=True)
class InvocationOutcome:
    """The result of an invocation.

    Attributes:
        payload: The result or the error, in JSON.
        is_failed: Whether it is an error.
        used_kilobytes: The most memory that the process has used.
        problem: What the platform logs of an invocation without an answer.
        status: What the platform reports of it: `timeout` or `error`.
    """

    payload: bytes
    is_failed: bool
    used_kilobytes: int
    problem: str | None = None
    status: str | None = None


Event = Ready | ProcessAnswer | ProcessEnd


class ExecutionEnvironment:
    """Serves one invocation after the other.

    Args:
        name: A name that no other has.
        timeout_seconds: How long an invocation may take.
        memory_megabytes: The memory that it may use.
        log: What it logs.
        kill: Ends its process.
    """

    def __init__(
        self,
        name: str,
        *,
        timeout_seconds: float,
        memory_megabytes: int,
        log: LogStream,
        kill: Callable[["ExecutionEnvironment"], None],
    ) -> None:
        self.name = name
        self.is_usable = True
        """Whether it can serve another invocation."""
        self.log = log
        self.used_at = 0.0
        """When it last answered, by the monotonic clock."""
        self.process: int | None = None
        """The id of its process, once it has begun."""
        self.timeout_seconds = timeout_seconds
        self.memory_megabytes = memory_megabytes
        self._kill = kill
        self._created_at = time.monotonic()
        self._init_seconds: float | None = None
        self._is_ready = False
        self._has_served = False
        self._has_ended = threading.Event()
        self._invocations: queue.SimpleQueue[FunctionInvocation | None] = queue.SimpleQueue()
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._current: FunctionInvocation | None = None
        self._fetched: FunctionInvocation | None = None
        self._begun: FunctionInvocation | None = None
        self._beginning = threading.Lock()

    # The side of the process: the Runtime API and the supervisor.

    def next_invocation(self) -> FunctionInvocation | None:
        """Return the next invocation as soon as there is one; None if the process has ended."""
        if not self._is_ready:
            self._is_ready = True
            self._init_seconds = time.monotonic() - self._created_at
            self._events.put(Ready())
        invocation = self._invocations.get()
        if invocation is None or self._is_gone():
            return None
        self._fetched = invocation
        self._begin(invocation)
        return invocation

    def _is_gone(self) -> bool:
        """Return whether the process has just ended, which its supervisor is about to say."""
        if self.process is None:
            return False
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return True
        return False

    def is_serving(self, request_id: str) -> bool:
        """Return whether an invocation is the one that is being served."""
        return self._current is not None and self._current.request_id == request_id

    def answer(self, answer: ProcessAnswer) -> None:
        """Take the answer to the invocation that is being served."""
        self._events.put(answer)

    def refuse_answer(self) -> None:
        """Take note that the answer is larger than Lambda passes on. The runtime client ends its process then."""
        self.is_usable = False
        self._events.put(ProcessAnswer(errors.response_too_large(), is_error=True))

    def fail_to_start(self, error: bytes) -> None:
        """Note that the function can't be imported."""
        self.is_usable = False
        self._events.put(ProcessAnswer(error, is_error=True))

    def process_has_begun(self, process: int) -> None:
        """Note the id of the process."""
        self.process = process

    def process_has_ended(self, end: ProcessEnd) -> None:
        """Note that there is no process any more."""
        self.is_usable = False
        self._has_ended.set()
        self._events.put(end)
        self._invocations.put(None)

    # The side of the invoker.

    def invoke(self, invocation: FunctionInvocation) -> InvocationResult:
        """Let the process serve an invocation, and wait for its answer.

        A process that does not answer in time is killed.

        Raises:
            EnvironmentLostError: The process had ended after its last answer; another may serve the invocation.
        """
        is_warm = self._is_ready and self._events.empty()
        event = None if is_warm else self._started()
        init_seconds = None if event is None else self._init_seconds
        began_at = time.monotonic()
        if event is None or isinstance(event, Ready):
            event = self._served(invocation)
        if self._has_served and isinstance(event, ProcessEnd) and self._fetched is not invocation:
            raise EnvironmentLostError
        self._begin(invocation)
        self._has_served = True
        return self._conclude(invocation, event, time.monotonic() - began_at, init_seconds)

    def _started(self) -> Event | None:
        try:
            return self._events.get(timeout=INIT_SECONDS)
        except queue.Empty:
            return None

    def _served(self, invocation: FunctionInvocation) -> Event | None:
        self._current = invocation
        self._invocations.put(invocation)
        end = time.monotonic() + self.timeout_seconds
        try:
            while isinstance(event := self._events.get(timeout=max(0, end - time.monotonic())), Ready):
                pass  # a process that was slower to start than it may be
        except queue.Empty:
            return None
        finally:
            self._current = None
        return event

    def _begin(self, invocation: FunctionInvocation) -> None:
        """Log that an invocation begins, once: when the process gets it, or when it fails without that."""
        with self._beginning:
            if self._begun is not invocation:
                self._begun = invocation
                self.log.begin(invocation.request_id)

    def _conclude(
        self, invocation: FunctionInvocation, event: Event | None, seconds: float, init_seconds: float | None
    ) -> InvocationResult:
        outcome = self._outcome(invocation.request_id, event)
        log = self.log.end(
            invocation.request_id,
            seconds=seconds,
            used_kilobytes=outcome.used_kilobytes,
            init_seconds=init_seconds,
            problem=outcome.problem,
            status=outcome.status,
        )
        error: FunctionError | None = "Unhandled" if outcome.is_failed else None
        return InvocationResult(invocation.request_id, outcome.payload, error, log)

    def _outcome(self, request_id: str, event: Event | None) -> InvocationOutcome:
        """Return the result of an invocation by the last thing that happened; if nothing did, it has timed out."""
        used = self.used_kilobytes()
        match event:
            case ProcessAnswer(payload, is_error):
                return InvocationOutcome(payload, is_error, used, status=None if self.is_usable else "error")
            case ProcessEnd() as end:
                payload, problem = errors.process_ended(request_id, end)
                return InvocationOutcome(payload, True, end.memory_kilobytes, problem, "error")
        self.end()
        payload, problem = errors.timed_out(request_id, self.timeout_seconds)
        return InvocationOutcome(payload, True, used, problem, "timeout")

    def kill(self) -> None:
        """Kill the process."""
        self._kill(self)

    def end(self) -> None:
        """Kill the process, and wait until it has ended."""
        self.is_usable = False
        self.kill()
        self._has_ended.wait(END_SECONDS)

    def used_kilobytes(self) -> int:
        """Return the most memory that the process has used; 0 if it is unknown."""
        try:
            status = Path(f"/proc/{self.process}/status").read_text()
        except OSError:
            return 0
        return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)
