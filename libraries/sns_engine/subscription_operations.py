"""Operations on subscriptions."""

import uuid
from collections.abc import Mapping
from typing import Any

from sns_engine import notifications
from sns_engine.account import TopicAccount
from sns_engine.errors import InvalidTopicParameterError, SnsError
from sns_engine.paging import page
from sns_engine.parameters import require_arn
from sns_engine.subscription import CONFIRMED_AT_ONCE, Subscription, require_endpoint
from sns_engine.topic import Topic

PENDING = "pending confirmation"
MOST_FILTER_POLICIES = 200
_PARTS_OF_TOPIC, _PARTS_OF_SUBSCRIPTION = 6, 7
_OF_SUBSCRIBE = "Attributes Reason: "


def subscribe(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Subscribe an endpoint, or return the subscription that it has."""
    topic = account.topic(parameters.get("TopicArn"))
    protocol, endpoint = parameters.get("Protocol") or "", parameters.get("Endpoint") or ""
    require_endpoint(protocol, endpoint, topic.arn)
    attributes = parameters.get("Attributes") or {}
    subscription = _existing(topic, protocol, endpoint)
    if subscription is None:
        subscription = Subscription(
            f"{topic.arn}:{uuid.uuid4()}", topic.arn, account.account_id, protocol, endpoint
        )
        subscription.set(attributes, _OF_SUBSCRIBE)
        _require_room(topic, subscription)
        subscription.is_pending = protocol not in CONFIRMED_AT_ONCE
        topic.subscriptions[subscription.arn] = account.subscriptions[subscription.arn] = subscription
    else:
        _require_same(subscription, attributes)
    if subscription.is_pending:
        notifications.ask_for_confirmation(account, subscription)
    shown = not subscription.is_pending or parameters.get("ReturnSubscriptionArn")
    return {"SubscriptionArn": subscription.arn if shown else PENDING}


def confirm_subscription(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Confirm a subscription by its token, which says more than the topic that is named beside it."""
    _require_region(account, parameters.get("TopicArn") or "")
    token = parameters.get("Token")
    every = account.subscriptions.values()
    subscription = next((one for one in every if token and one.token == token), None)
    if subscription is None:
        raise InvalidTopicParameterError("Token")
    subscription.is_pending = False
    return {"SubscriptionArn": subscription.arn}


def unsubscribe(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Remove a subscription; it need not be there."""
    arn = parameters.get("SubscriptionArn")
    if arn is None:
        raise InvalidTopicParameterError("SubscriptionArn Reason: no value for required parameter")
    if len(require_arn(arn, "SubscriptionArn")) < _PARTS_OF_SUBSCRIPTION:
        raise InvalidTopicParameterError("SubscriptionId")
    if arn in account.subscriptions:
        account.remove(account.subscriptions[arn])
    return {}


def list_subscriptions(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """List the subscriptions to all topics."""
    return _list(account, parameters)


def list_subscriptions_by_topic(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """List the subscriptions to a topic."""
    return _list(account, parameters, f"{account.topic(parameters.get('TopicArn')).arn}:")


def get_subscription_attributes(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of a subscription."""
    return {"Attributes": account.subscription(parameters.get("SubscriptionArn")).describe()}


def set_subscription_attributes(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Change an attribute of a subscription."""
    subscription = account.subscription(parameters.get("SubscriptionArn"))
    subscription.set({parameters.get("AttributeName") or "": parameters.get("AttributeValue") or ""})
    return {}


def _require_region(account: TopicAccount, topic_arn: str) -> None:
    parts = topic_arn.split(":")
    if len(parts) < _PARTS_OF_TOPIC or parts[3] != account.region:
        raise InvalidTopicParameterError("Topic")


def _list(account: TopicAccount, parameters: Mapping[str, Any], within: str = "") -> dict[str, Any]:
    arns, more = page(account.subscriptions, parameters.get("NextToken"), within)
    return {"Subscriptions": [account.subscriptions[arn].summary() for arn in arns], **more}


def _existing(topic: Topic, protocol: str, endpoint: str) -> Subscription | None:
    wanted = (protocol, endpoint)
    return next((one for one in topic.subscriptions.values() if (one.protocol, one.endpoint) == wanted), None)


def _require_same(subscription: Subscription, attributes: Mapping[str, str]) -> None:
    subscription.require(attributes, _OF_SUBSCRIBE)
    if not subscription.has(attributes):
        raise InvalidTopicParameterError(
            f"{_OF_SUBSCRIBE}Subscription already exists with different attributes"
        )


def _require_room(topic: Topic, subscription: Subscription) -> None:
    if subscription.filter_policy is None:
        return
    if sum(one.filter_policy is not None for one in topic.subscriptions.values()) >= MOST_FILTER_POLICIES:
        raise SnsError(
            "FilterPolicyLimitExceeded", "You have exceeded the filter policies per topic limit", status=403
        )
