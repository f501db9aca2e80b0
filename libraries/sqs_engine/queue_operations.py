"""Operations on queues: create, describe, change, list, purge, delete, tags and permissions."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqs_engine import attributes
from sqs_engine.account import QueueAccount
from sqs_engine.errors import (
    InvalidParameterError,
    InvalidValueError,
    MissingParameterError,
    SqsError,
    queue_not_found,
)
from sqs_engine.queue import Queue

MOST_LISTED = 1000
MOST_TAGS = 50
LONGEST_NAME = 80
MOST_ACTIONS = 7
PERMITTED_ACTIONS = ("*", "ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl",
                     "ListDeadLetterSourceQueues", "PurgeQueue", "ReceiveMessage", "SendMessage")  # fmt: skip
"""What an owner can let others do.

Source: "Amazon SQS API permissions: actions and resource reference", Amazon SQS Developer Guide.
"""
OWNERS_ACTIONS = ("AddPermission", "CreateQueue", "DeleteQueue", "ListQueues", "ListQueueTags", "RemovePermission",
                  "SetQueueAttributes", "TagQueue", "UntagQueue", "StartMessageMoveTask", "ListMessageMoveTasks",
                  "CancelMessageMoveTask")  # fmt: skip
"""What only an owner can do; batches have no actions of their own in policies."""
PURGE_SECONDS = 60
_TOKEN = re.compile("[0-9]{1,9}")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")


def create_queue(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Make a queue, or return the URL of an existing one with the same attributes."""
    name = parameters.get("QueueName") or ""
    given = parameters.get("Attributes") or {}
    _require_name(name, given)
    checked = attributes.checked(given, is_fifo=name.endswith(".fifo"))
    attributes.require_consistent(checked)
    checked = attributes.with_one_encryption(checked)
    existing = account.queues.get(name)
    if existing is not None:
        _require_same(existing, checked)
        return {"QueueUrl": account.url(name)}
    if "RedrivePolicy" in checked:
        _require_target(account, name, checked["RedrivePolicy"])
    queue = Queue(name, account.arn(name), checked, account.clock())
    queue.tags = dict(parameters.get("tags") or {})
    account.queues[name] = queue
    return {"QueueUrl": account.url(name)}


def get_queue_url(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return a queue's URL."""
    name = parameters.get("QueueName")
    if not name:
        raise MissingParameterError("QueueName")
    owner = parameters.get("QueueOwnerAWSAccountId") or account.account_id
    if account.find(f"arn:aws:sqs:{account.region}:{owner}:{name}") is None:
        raise queue_not_found()
    return {"QueueUrl": f"/{owner}/{name}"}


def delete_queue(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Remove a queue with its messages."""
    queue = account.own_queue(parameters)
    queue.purge()
    del account.queues[queue.name]
    account.move_tasks.pop(queue, None)
    return {}


def list_queues(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the URLs of queues whose names begin with a prefix."""
    prefix = parameters.get("QueueNamePrefix") or ""
    names = sorted(name for name in account.queues if name.startswith(prefix))
    return _page([account.url(name) for name in names], "QueueUrls", parameters)


def list_dead_letter_source_queues(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the URLs of the queues whose messages go to this one."""
    target = account.queue(parameters)
    urls = [account.url(queue.name) for queue in sources_of(account, target)]
    return _page(urls, "queueUrls", parameters)


def sources_of(account: QueueAccount, target: Queue) -> list[Queue]:
    """Return the account's queues that have a queue as their dead-letter queue."""
    return [
        queue
        for queue in account.queues.values()
        if queue.redrive is not None and queue.redrive.target_arn == target.arn
    ]


def get_queue_attributes(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return attributes of a queue."""
    queue = account.queue(parameters)
    names = parameters.get("AttributeNames") or []
    attributes.require_known(names)
    known = queue.describe()
    shown = known if "All" in names else {name: known[name] for name in known if name in names}
    return {"Attributes": shown} if shown else {}


def set_queue_attributes(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Change attributes of a queue."""
    queue = account.own_queue(parameters)
    given = parameters.get("Attributes") or {}
    checked = attributes.with_one_encryption(attributes.checked(given, is_fifo=queue.is_fifo))
    attributes.require_consistent({**queue.attributes, **checked})
    if checked.get("RedrivePolicy"):
        _require_target(account, queue.name, checked["RedrivePolicy"])
    queue.attributes.update(checked)
    if queue.is_fifo and "DelaySeconds" in checked:
        queue.delay_all(queue.number("DelaySeconds"))
    queue.modified_at = account.clock()
    return {}


def purge_queue(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Remove all messages of a queue."""
    queue, now = account.queue(parameters), account.clock()
    if queue.purged_at is not None and now < queue.purged_at + PURGE_SECONDS:
        raise SqsError(
            "PurgeQueueInProgress",
            f"Only one PurgeQueue operation on {queue.name} is allowed every 60 seconds.",
        )
    queue.purge()
    queue.purged_at = now
    return {}


def tag_queue(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Add tags to a queue."""
    queue, tags = account.own_queue(parameters), parameters.get("Tags") or {}
    if not tags:
        raise MissingParameterError("Tags")
    if len({**queue.tags, **tags}) > MOST_TAGS:
        raise InvalidParameterError(f"Too many tags added for queue {queue.name}.")
    queue.tags.update(tags)
    return {}


def untag_queue(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Remove tags from a queue."""
    queue, keys = account.own_queue(parameters), parameters.get("TagKeys") or []
    if not keys:
        raise InvalidParameterError("Tag keys must be between 1 and 128 characters in length.")
    for key in keys:
        queue.tags.pop(key, None)
    return {}


def list_queue_tags(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tags of a queue."""
    tags = account.own_queue(parameters).tags
    return {"Tags": dict(tags)} if tags else {}


def add_permission(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Add a statement to a queue's policy, which is kept and not enforced."""
    queue, label = account.own_queue(parameters), _label(parameters)
    accounts, actions = parameters.get("AWSAccountIds") or [], parameters.get("Actions") or []
    if not actions:
        raise MissingParameterError("Actions")
    if not accounts:
        raise InvalidValueError("[]", "PrincipalId", "Unable to verify.")
    _require_permitted(actions)
    statements = _statements(queue)
    if any(statement.get("Sid") == label for statement in statements):
        raise InvalidValueError(label, "Label", "Already exists.")
    added = {
        "Sid": label,
        "Effect": "Allow",
        "Principal": {"AWS": _one_or_all([f"arn:aws:iam::{each}:root" for each in accounts])},
        "Action": _one_or_all([f"SQS:{action}" for action in actions]),
        "Resource": queue.arn,
    }
    _put_statements(queue, [*statements, added])
    return {}


def remove_permission(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Remove a statement from a queue's policy."""
    queue, label = account.own_queue(parameters), _label(parameters)
    statements = _statements(queue)
    kept = [statement for statement in statements if statement.get("Sid") != label]
    if len(kept) == len(statements):
        where = " on existing policy" if statements else ""
        raise InvalidValueError(label, "Label", f"can't find label{where}.")
    _put_statements(queue, kept)
    return {}


def _label(parameters: Mapping[str, Any]) -> str:
    label = parameters.get("Label")
    if not label:
        raise MissingParameterError("Label")
    return str(label)


def _require_permitted(actions: Sequence[str]) -> None:
    if len(actions) > MOST_ACTIONS:
        raise SqsError("OverLimit", f"{len(actions)} Actions were found, maximum allowed is {MOST_ACTIONS}.")
    for action in actions:
        if action not in (*PERMITTED_ACTIONS, *OWNERS_ACTIONS):
            raise InvalidValueError(
                f"SQS:{action}",
                "ActionName",
                "Please refer to the appropriate WSDL for a list of valid actions. ",
            )
        if action not in PERMITTED_ACTIONS:
            raise InvalidValueError(
                f"SQS:{action}", "ActionName", "Only the queue owner is allowed to invoke this action."
            )


def _one_or_all(values: Sequence[str]) -> str | Sequence[str]:
    return values[0] if len(values) == 1 else values


def _statements(queue: Queue) -> list[dict[str, Any]]:
    statements = attributes.policy_of(queue.attributes.get("Policy", "")).get("Statement", [])
    return (
        [statements]
        if isinstance(statements, dict)
        else [each for each in statements if isinstance(each, dict)]
    )


def _put_statements(queue: Queue, statements: Sequence[Mapping[str, Any]]) -> None:
    present = attributes.policy_of(queue.attributes.get("Policy", ""))
    policy = present or {"Version": "2008-10-17", "Id": f"{queue.arn}/SQSDefaultPolicy"}
    queue.attributes["Policy"] = json.dumps({**policy, "Statement": statements}) if statements else ""


def _require_name(name: str, given: Mapping[str, str]) -> None:
    is_fifo = str(given.get("FifoQueue", "false")).lower() == "true"
    is_named_so = len(name) <= LONGEST_NAME and bool(_NAME.fullmatch(name.removesuffix(".fifo")))
    if is_fifo and not (is_named_so and name.endswith(".fifo")):
        raise InvalidParameterError(
            "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo "
            "suffix and be 1 to 80 in length"
        )
    if not is_named_so or name.endswith(".fifo") != is_fifo:
        raise InvalidParameterError(
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
        )


def _require_same(queue: Queue, given: Mapping[str, str]) -> None:
    for name, value in given.items():
        if queue.attributes.get(name, "") != value:
            raise SqsError(
                "QueueNameExists",
                f"A queue already exists with the same name and a different value for attribute {name}",
            )


def _require_target(account: QueueAccount, name: str, policy: str) -> None:
    redrive = attributes.redrive_policy(policy)
    if redrive is None:
        return
    target = account.find(redrive.target_arn)
    if target is None or account.queues.get(target.name) is not target:
        raise InvalidValueError(policy, "RedrivePolicy", "Dead letter target does not exist.")
    if target.is_fifo != name.endswith(".fifo"):
        raise InvalidValueError(
            policy, "RedrivePolicy", "Dead-letter queue must be same type of queue as the source."
        )
    if not attributes.allows_source(target.attributes.get("RedriveAllowPolicy", ""), account.arn(name)):
        raise InvalidValueError(
            policy,
            "RedrivePolicy",
            "The redrive allow policy of the dead-letter queue does not allow this source.",
        )


def _page(urls: list[str], member: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    limit, token = parameters.get("MaxResults"), parameters.get("NextToken")
    if limit is not None and not 1 <= limit <= MOST_LISTED:
        raise InvalidValueError(
            limit, "MaxResults", f"MaxResults must be an integer between 1 and {MOST_LISTED}."
        )
    if token is not None and not _TOKEN.fullmatch(token):
        raise InvalidParameterError("Invalid or expired next token.")
    start = int(token or 0)
    end = start + (limit or MOST_LISTED)
    shown = urls[start:end]
    more = {"NextToken": str(end)} if limit is not None and end < len(urls) else {}
    return {**({member: shown} if shown else {}), **more}
