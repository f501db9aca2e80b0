"""Our queues as moto's services know queues: EventBridge and S3 deliver to them.

Moto's services find queues in `moto.sqs.models.sqs_backends`, which `moto_patches` leads here. A queue that is gone does not fail
whoever delivers to it: on AWS delivery happens later, and elsewhere.
"""

import base64
import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aws_stand_in.context_values import holding
from aws_stand_in.current_trace import traced

if TYPE_CHECKING:
    from sqs_engine import SqsEngine
    from sqs_engine.account import QueueAccount

logger = logging.getLogger(__name__)

_engine: "ContextVar[SqsEngine]" = ContextVar("sqs_engine")
"""The queues of the stand-in whose request the current thread serves."""


def delivering_to(engine: "SqsEngine") -> AbstractContextManager[None]:
    """Let moto's services deliver to these queues in the current thread."""
    return holding(_engine, engine)


def queues_of(account_id: str) -> "Regions | None":
    """Return our queues of an account, as moto's services know queues; None where no stand-in serves the request."""
    engine = _engine.get(None)
    return None if engine is None else Regions(engine, account_id)


class Regions:
    """The queues of one account, by region."""

    def __init__(self, engine: "SqsEngine", account_id: str) -> None:
        self._engine = engine
        self._account_id = account_id

    def __getitem__(self, region: str) -> "_Backend":
        return _Backend(self._engine.account(self._account_id, region))


@dataclass(frozen=True)
class _Queue:
    """A queue, as far as moto's services look at one."""

    queue_arn: str
    fifo_queue: bool
    lambda_event_source_mappings: dict[str, Any] = field(default_factory=dict)


class _Backend:
    """The queues of one account in one region, with the methods and arguments that moto's services use."""

    def __init__(self, account: "QueueAccount") -> None:
        self._account = account

    @property
    def queues(self) -> dict[str, _Queue]:
        return {name: _Queue(queue.arn, queue.is_fifo) for name, queue in self._account.queues.items()}

    def get_queue(self, queue_name: str) -> _Queue:
        from moto.sqs.exceptions import QueueDoesNotExist

        if queue_name not in self._account.queues:
            raise QueueDoesNotExist
        return self.queues[queue_name]

    def get_queue_attributes(self, queue_name: str, attribute_names: list[str]) -> dict[str, str]:
        queue = self._account.queues.get(queue_name)
        described = {} if queue is None else queue.describe()
        return {name: described.get(name, "false") for name in attribute_names}

    def send_message(
        self,
        queue_name: str,
        message_body: str,
        message_attributes: Mapping[str, Mapping[str, Any]] | None = None,
        deduplication_id: str | None = None,
        group_id: str | None = None,
        **_options: object,
    ) -> None:
        """Deliver a message; one that the queue does not take is lost, as on AWS without a dead-letter queue."""
        from sqs_engine import SqsError
        from sqs_engine.sending import send

        queue = self._account.queues.get(queue_name)
        if queue is None:
            logger.warning("A message for the queue %s is lost: there is no such queue.", queue_name)
            return
        attributes = {name: _decode_binary(value) for name, value in (message_attributes or {}).items()}
        parameters: dict[str, Any] = {"MessageBody": message_body, "MessageAttributes": attributes}
        if queue.is_fifo:
            parameters |= {"MessageGroupId": group_id, "MessageDeduplicationId": deduplication_id}
        try:
            self._account.advance(queue)
            send(self._account, queue, traced(parameters))
        except SqsError as error:
            logger.warning("A message for the queue %s is lost: %s", queue_name, error)


def _decode_binary(attribute: Mapping[str, Any]) -> dict[str, Any]:
    value = attribute.get("BinaryValue")
    return dict(attribute) if value is None else {**attribute, "BinaryValue": base64.b64decode(value)}
