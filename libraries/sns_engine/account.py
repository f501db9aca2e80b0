"""The topics of one account in one region."""

from collections.abc import Callable

from sortedcontainers import SortedDict

from sns_engine.delivery import Delivery
from sns_engine.errors import InvalidTopicParameterError, not_found
from sns_engine.parameters import require_arn
from sns_engine.subscription import Subscription
from sns_engine.topic import Topic


class TopicAccount:
    """All that one account has in one region.

    Args:
        account_id: 12 digits.
        region: The region.
        clock: Epoch seconds.
        delivery: What carries messages to subscribers.

    Attributes:
        topics: Topics by ARN, in its order.
        subscriptions: Subscriptions by ARN, in its order.
    """

    def __init__(self, account_id: str, region: str, clock: Callable[[], float], delivery: Delivery) -> None:
        self.account_id = account_id
        self.region = region
        self.clock = clock
        self.delivery = delivery
        self.topics: SortedDict[str, Topic] = SortedDict()
        self.subscriptions: SortedDict[str, Subscription] = SortedDict()

    def arn(self, name: str) -> str:
        """Return the ARN of a topic of this account."""
        return f"arn:aws:sns:{self.region}:{self.account_id}:{name}"

    def topic(self, arn: str | None, parameter: str = "TopicArn") -> Topic:
        """Return a topic.

        Args:
            arn: Its ARN.
            parameter: Where the ARN stands in the request.

        Raises:
            SnsError: There is none.
        """
        parts = require_arn(arn, parameter)
        if parts[3] != self.region:
            raise InvalidTopicParameterError(parameter)
        topic: Topic | None = self.topics.get(arn)
        if topic is None:
            raise not_found("Topic")
        return topic

    def subscription(self, arn: str | None) -> Subscription:
        """Return a subscription.

        Raises:
            SnsError: There is none.
        """
        require_arn(arn, "SubscriptionArn")
        subscription: Subscription | None = self.subscriptions.get(arn)
        if subscription is None:
            raise not_found("Subscription")
        return subscription

    def remove(self, subscription: Subscription) -> None:
        """Forget a subscription."""
        del self.subscriptions[subscription.arn]
        topic = self.topics[subscription.topic_arn]
        del topic.subscriptions[subscription.arn]
        topic.deleted_subscriptions += 1
