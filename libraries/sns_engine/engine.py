"""The engine: operations by name, accounts by id and region."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from sns_engine import publishing, subscription_operations, topic_operations
from sns_engine.account import TopicAccount
from sns_engine.delivery import Delivery

Operation = Callable[[TopicAccount, Mapping[str, Any]], dict[str, Any]]

OPERATIONS: Mapping[str, Operation] = {
    "CreateTopic": topic_operations.create_topic,
    "DeleteTopic": topic_operations.delete_topic,
    "ListTopics": topic_operations.list_topics,
    "GetTopicAttributes": topic_operations.get_topic_attributes,
    "SetTopicAttributes": topic_operations.set_topic_attributes,
    "AddPermission": topic_operations.add_permission,
    "RemovePermission": topic_operations.remove_permission,
    "TagResource": topic_operations.tag_resource,
    "UntagResource": topic_operations.untag_resource,
    "ListTagsForResource": topic_operations.list_tags_for_resource,
    "Subscribe": subscription_operations.subscribe,
    "ConfirmSubscription": subscription_operations.confirm_subscription,
    "Unsubscribe": subscription_operations.unsubscribe,
    "ListSubscriptions": subscription_operations.list_subscriptions,
    "ListSubscriptionsByTopic": subscription_operations.list_subscriptions_by_topic,
    "GetSubscriptionAttributes": subscription_operations.get_subscription_attributes,
    "SetSubscriptionAttributes": subscription_operations.set_subscription_attributes,
    "Publish": publishing.publish,
    "PublishBatch": publishing.publish_batch,
}


class SnsEngine:
    """SNS for any number of accounts.

    Args:
        delivery: What carries messages to subscribers.
        clock: Epoch seconds.
    """

    def __init__(self, delivery: Delivery, clock: Callable[[], float] = time.time) -> None:
        self._delivery = delivery
        self._clock = clock
        self._accounts: dict[str, dict[str, TopicAccount]] = {}

    def account(self, account_id: str, region: str) -> TopicAccount:
        """Return what an account has in a region."""
        regions = self._accounts.setdefault(account_id, {})
        if region not in regions:
            regions[region] = TopicAccount(account_id, region, self._clock, self._delivery)
        return regions[region]

    def accounts(self) -> set[str]:
        """Return the ids of all accounts that have been asked for."""
        return set(self._accounts)

    def topics(self, account_id: str) -> list[str]:
        """Return the ARNs of the topics of an account in all regions."""
        return [arn for region in self._accounts.get(account_id, {}).values() for arn in region.topics]

    def call(
        self, account_id: str, region: str, operation: str, parameters: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the result of an operation.

        Args:
            account_id: Whose topics.
            region: Where.
            operation: Its name, as in the API reference.
            parameters: Its parameters, in the types of the API's model.

        Raises:
            SnsError: The service refuses it.
            KeyError: There is no such operation.
        """
        return OPERATIONS[operation](self.account(account_id, region), parameters)

    def reset(self, account_id: str) -> None:
        """Forget everything about one account."""
        self._accounts.pop(account_id, None)
