"""Our queues as moto's services know queues: SNS, EventBridge and S3 deliver to them.

Moto's services find queues in `moto.sqs.models.sqs_backends`; `QueueBackends` takes its place. A queue that is gone does not fail
whoever delivers to it: on AWS delivery happens later, and elsewhere.
"""

import base64
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqs_engine import SqsEngine
    from sqs_engine.account import Account

logger = logging.getLogger(__name__)

_engine: "ContextVar[SqsEngine]" = ContextVar("sqs_engine")
"""The queues of the stand-in whose request the current thread serves."""


@contextmanager
def delivering_to(engine: "SqsEngine") -> Iterator[None]:
    """Let moto's services deliver to these queues in the current thread."""
    token = _engine.set(engine)
    try:
        yield
    finally:
        _engine.reset(token)


class QueueBackends:
    """What moto takes for its SQS backends: by account, then by region.

    Args:
        own: Moto's own, for requests that no stand-in serves.
    """

    def __init__(self, own: Any) -> None:
        self._own = own

    def __getitem__(self, account_id: str) -> Any:
        return self._own[account_id] if _engine.get(None) is None else _Regions(account_id)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)


class _Regions:
    def __init__(self, account_id: str) -> None:
        self._account_id = account_id

    def __getitem__(self, region: str) -> "_Backend":
        return _Backend(_engine.get().account(self._account_id, region))


class _Queue:
    """A queue, as far as moto's services look at one."""

    def __init__(self, *, is_fifo: bool) -> None:
        self.fifo_queue = is_fifo


class _Backend:
    """The queues of one account in one region, with the methods and arguments that moto's services use."""

    def __init__(self, account: "Account") -> None:
        self._account = account

    def get_queue(self, queue_name: str) -> _Queue:
        from moto.sqs.exceptions import QueueDoesNotExist

        if queue_name not in self._account.queues:
            raise QueueDoesNotExist
        return _Queue(is_fifo=self._account.queues[queue_name].is_fifo)

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
        attributes = {name: _with_bytes(value) for name, value in (message_attributes or {}).items()}
        parameters: dict[str, Any] = {"MessageBody": message_body, "MessageAttributes": attributes}
        if queue.is_fifo:
            parameters |= {"MessageGroupId": group_id, "MessageDeduplicationId": deduplication_id}
        try:
            self._account.advance(queue)
            send(self._account, queue, parameters)
        except SqsError as error:
            logger.warning("A message for the queue %s is lost: %s", queue_name, error)


def _with_bytes(attribute: Mapping[str, Any]) -> dict[str, Any]:
    value = attribute.get("BinaryValue")
    return dict(attribute) if value is None else {**attribute, "BinaryValue": _decoded(value)}


def _decoded(value: str | bytes) -> bytes:
    return base64.b64decode(value)
