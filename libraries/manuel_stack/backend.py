"""What a stack needs of the backend that is tested on it."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from manuel_stack.backend_log import BackendLog
from manuel_stack.clock import AdjustableClock

if TYPE_CHECKING:
    import boto3

    from aws_stand_in import MockAwsServer
    from fault_engine import FaultEngine


@dataclass(frozen=True, slots=True)
class StackSite:
    """Where a backend is started.

    Attributes:
        aws: The AWS stand-in, which runs.
        session: A boto3 session of the stack's account and region.
        account_id: The stack's account.
        stage: The stage, part of the names of resources.
        clock: The clock that tests can set forward.
        faults: The engine for faults on the backend's API.
        log: Takes what the backend logs.
        connections: Takes the addresses of hosts that users name, as the backend connects to them.
        sent_headers: Takes the headers that the backend sends there, such as `Accept: application/pdf`.
        api_port: The port of its API; 0 takes a free one.
    """

    aws: "MockAwsServer"
    session: "boto3.Session"
    account_id: str
    stage: str
    clock: AdjustableClock
    faults: "FaultEngine"
    log: BackendLog
    connections: deque[str]
    sent_headers: deque[str]
    api_port: int


class Backend(Protocol):
    """What is tested on a stack, with its resources."""

    def start(self, site: StackSite) -> Mapping[str, Any]:
        """Create the resources and serve the API.

        Returns:
            The fields of `StackInfo` that the backend decides about: `api_base_url`, and names of resources.
        """

    def reset_usage(self) -> None:
        """Let the usage plans of its APIs count anew."""

    def stop(self) -> None:
        """Stop what has been started."""

    def stop_processes(self) -> None:
        """Stop what would outlive this process."""
