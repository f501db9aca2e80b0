"""Operations on topics."""

from collections.abc import Mapping
from typing import Any

from sns_engine.account import TopicAccount
from sns_engine.errors import InvalidTopicParameterError, SnsError
from sns_engine.paging import page
from sns_engine.parameters import json_object
from sns_engine.topic import (
    DEFAULT_MESSAGE,
    Topic,
    default_policy,
    require_tags,
    require_topic_attribute,
    require_topic_name,
)

_NEVER_CHANGED = "FifoTopic"
_FLAGS = ("FifoTopic", "ContentBasedDeduplication")
_DEFAULTS: Mapping[str, str] = {
    "FifoTopic": "false",
    "FifoThroughputScope": "Topic",
    "MaximumMessageSize": str(DEFAULT_MESSAGE),
    "SignatureVersion": "1",
    "TracingConfig": "PassThrough",
}
"""What an attribute is that GetTopicAttributes does not show before it is set."""
_ACTIONS = frozenset(
    {
        "GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic", "Subscribe",
        "ListSubscriptionsByTopic", "Publish", "Receive", "*",
    }
)  # fmt: skip


def create_topic(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Create a topic, or return the existing one."""
    attributes = {name: _normal(name, value) for name, value in (parameters.get("Attributes") or {}).items()}
    is_fifo = attributes.get("FifoTopic") == "true"
    name = parameters.get("Name") or ""
    require_topic_name(name, is_fifo=is_fifo)
    for attribute, value in attributes.items():
        _require_at_creation(attribute, value, is_fifo=is_fifo)
    tags = _tags(parameters)
    arn = account.arn(name)
    if arn in account.topics:
        _require_same(account.topics[arn], attributes, tags)
        return {"TopicArn": arn}
    policy = json_object(attributes.pop("Policy", "")) or default_policy(arn, account.account_id)
    account.topics[arn] = Topic(arn, account.account_id, _stored(attributes), tags, policy)
    return {"TopicArn": arn}


def delete_topic(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Delete a topic with its subscriptions; it need not be there."""
    try:
        topic = account.topic(parameters.get("TopicArn"))
    except SnsError as error:
        if error.code == "NotFound":
            return {}
        raise
    for arn in topic.subscriptions:
        del account.subscriptions[arn]
    del account.topics[topic.arn]
    return {}


def list_topics(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """List topics by ARN."""
    arns, more = page(account.topics, parameters.get("NextToken"))
    return {"Topics": [{"TopicArn": arn} for arn in arns], **more}


def get_topic_attributes(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of a topic."""
    return {"Attributes": account.topic(parameters.get("TopicArn")).describe()}


def set_topic_attributes(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Change an attribute of a topic."""
    topic = account.topic(parameters.get("TopicArn"))
    name = parameters.get("AttributeName") or ""
    value = _normal(name, parameters.get("AttributeValue") or "")
    if name == _NEVER_CHANGED:
        raise InvalidTopicParameterError("AttributeName")
    require_topic_attribute(name, value, is_fifo=topic.is_fifo)
    if name == "Policy":
        topic.policy = json_object(value) or {}
    else:
        topic.attributes = _stored({**topic.attributes, name: value})
    return {}


def add_permission(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Add a statement to a topic's policy."""
    topic = account.topic(parameters.get("TopicArn"))
    label, actions = parameters.get("Label") or "", parameters.get("ActionName") or []
    principals = [f"arn:aws:iam::{one}:root" for one in parameters.get("AWSAccountId") or []]
    if not label or not actions or not principals:
        raise InvalidTopicParameterError("Label, AWSAccountId and ActionName are required")
    if not set(actions) <= _ACTIONS:
        raise InvalidTopicParameterError("Policy statement action out of service scope!")
    if any(one.get("Sid") == label for one in _statements(topic)):
        raise InvalidTopicParameterError("Statement already exists")
    statement = {
        "Sid": label,
        "Effect": "Allow",
        "Principal": {"AWS": principals[0] if len(principals) == 1 else principals},
        "Action": f"SNS:{actions[0]}" if len(actions) == 1 else [f"SNS:{action}" for action in actions],
        "Resource": topic.arn,
    }
    topic.policy = {**topic.policy, "Statement": [*_statements(topic), statement]}
    return {}


def remove_permission(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Remove a statement from a topic's policy."""
    topic = account.topic(parameters.get("TopicArn"))
    kept = [one for one in _statements(topic) if one.get("Sid") != parameters.get("Label")]
    topic.policy = {**topic.policy, "Statement": kept}
    return {}


def tag_resource(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Add tags to a topic."""
    topic = _find_tagged(account, parameters)
    tags = {**topic.tags, **_tags(parameters)}
    require_tags(tags)
    topic.tags = tags
    return {}


def untag_resource(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Remove tags of a topic."""
    topic = _find_tagged(account, parameters)
    topic.tags = {
        name: value for name, value in topic.tags.items() if name not in parameters.get("TagKeys", ())
    }
    return {}


def list_tags_for_resource(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tags of a topic."""
    tags = _find_tagged(account, parameters).tags
    return {"Tags": [{"Key": name, "Value": value} for name, value in tags.items()]}


def _find_tagged(account: TopicAccount, parameters: Mapping[str, Any]) -> Topic:
    try:
        return account.topic(parameters.get("ResourceArn"), "ResourceArn")
    except SnsError as error:
        if error.code != "NotFound":
            raise
        raise SnsError("ResourceNotFound", "Resource does not exist", status=404) from None


def _statements(topic: Topic) -> list[dict[str, Any]]:
    statements = topic.policy.get("Statement")
    held = statements if isinstance(statements, list) else [statements]
    return [one for one in held if isinstance(one, dict)]


def _require_at_creation(name: str, value: str, *, is_fifo: bool) -> None:
    try:
        require_topic_attribute(name, value, is_fifo=is_fifo)
    except SnsError as error:
        if error.message.endswith("AttributeName"):
            raise InvalidTopicParameterError(f"Attributes Reason: Unknown attribute: {name[:100]}") from None
        raise


def _require_same(topic: Topic, attributes: Mapping[str, str], tags: Mapping[str, str]) -> None:
    held = {**_DEFAULTS, **topic.describe()}
    if any(name != "Policy" and held.get(name, "") != value for name, value in attributes.items()):
        raise InvalidTopicParameterError("Attributes Reason: Topic already exists with different attributes")
    if any(topic.tags.get(name) != value for name, value in tags.items()):
        raise InvalidTopicParameterError("Tags Reason: Topic already exists with different tags")


def _tags(parameters: Mapping[str, Any]) -> dict[str, str]:
    given = parameters.get("Tags") or []
    tags = {tag["Key"]: tag["Value"] for tag in given}
    if len(tags) != len(given):
        raise InvalidTopicParameterError("Duplicated keys are not allowed.")
    require_tags(tags)
    return tags


def _normal(name: str, value: str) -> str:
    return value.lower() if name in _FLAGS else value


def _stored(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return attributes without those that say nothing: a topic that is not FIFO does not say so."""
    return {
        name: value for name, value in attributes.items() if value and (name, value) != ("FifoTopic", "false")
    }
