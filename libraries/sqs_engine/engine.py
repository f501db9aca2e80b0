"""The engine: operations by name, accounts by id and region."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from sqs_engine import queue_operations, receiving, redriving, sending
from sqs_engine.account import QueueAccount
from sqs_engine.queue import Queue

Operation = Callable[[QueueAccount, Mapping[str, Any]], dict[str, Any]]

OPERATIONS: Mapping[str, Operation] = {
    "CreateQueue": queue_operations.create_queue,
    "GetQueueUrl": queue_operations.get_queue_url,
    "DeleteQueue": queue_operations.delete_queue,
    "ListQueues": queue_operations.list_queues,
    "ListDeadLetterSourceQueues": queue_operations.list_dead_letter_source_queues,
    "GetQueueAttributes": queue_operations.get_queue_attributes,
    "SetQueueAttributes": queue_operations.set_queue_attributes,
    "PurgeQueue": queue_operations.purge_queue,
    "TagQueue": queue_operations.tag_queue,
    "UntagQueue": queue_operations.untag_queue,
    "ListQueueTags": queue_operations.list_queue_tags,
    "AddPermission": queue_operations.add_permission,
    "RemovePermission": queue_operations.remove_permission,
    "SendMessage": sending.send_message,
    "SendMessageBatch": sending.send_message_batch,
    "ReceiveMessage": receiving.receive_message,
    "DeleteMessage": receiving.delete_message,
    "DeleteMessageBatch": receiving.delete_message_batch,
    "ChangeMessageVisibility": receiving.change_message_visibility,
    "ChangeMessageVisibilityBatch": receiving.change_message_visibility_batch,
    "StartMessageMoveTask": redriving.start_message_move_task,
    "ListMessageMoveTasks": redriving.list_message_move_tasks,
    "CancelMessageMoveTask": redriving.cancel_message_move_task,
}


class SqsEngine:
    """SQS for any number of accounts.

    Args:
        clock: Epoch seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._accounts: dict[str, dict[str, QueueAccount]] = {}

    def account(self, account_id: str, region: str) -> QueueAccount:
        """Return what an account has in a region."""
        regions = self._accounts.setdefault(account_id, {})
        if region not in regions:
            regions[region] = QueueAccount(account_id, region, self._clock, self)
        return regions[region]

    def accounts(self) -> set[str]:
        """Return the ids of all accounts that have been asked for."""
        return set(self._accounts)

    def regions(self, account_id: str) -> list[str]:
        """Return the regions in which an account has been asked for."""
        return list(self._accounts.get(account_id, ()))

    def find(self, arn: str) -> Queue | None:
        """Return the queue with an ARN, None if there is none."""
        parts = arn.split(":")
        if len(parts) != 6:  # noqa: PLR2004 - arn:aws:sqs:region:account:name
            return None
        _, _, _, region, account_id, name = parts
        account = self._accounts.get(account_id, {}).get(region)
        return None if account is None else account.queues.get(name)

    def call(
        self, account_id: str, region: str, operation: str, parameters: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the result of an operation. URLs of queues in it are paths: an engine has no address.

        Args:
            account_id: Whose queues.
            region: Where.
            operation: Its name, as in the API reference.
            parameters: Its parameters, in the types of the API's model.

        Raises:
            SqsError: The service refuses it.
            KeyError: There is no such operation.
        """
        return OPERATIONS[operation](self.account(account_id, region), parameters)

    def reset(self, account_id: str) -> None:
        """Forget everything about one account."""
        self._accounts.pop(account_id, None)
