"""Delivery policies of topics and subscriptions: how often a message for an HTTP endpoint is tried again.

Amazon SNS Developer Guide, "Creating an HTTP/S delivery policy".
"""

from collections.abc import Mapping
from typing import Any

from sns_engine.parameters import json_object

DEFAULT_RETRIES, MOST_RETRIES, MOST_SECONDS = 3, 100, 3600
_OF_TOPIC = ("http", "defaultHealthyRetryPolicy")
_OF_SUBSCRIPTION = ("healthyRetryPolicy",)
_RANGES: Mapping[str, range] = {
    "minDelayTarget": range(1, MOST_SECONDS + 1),
    "maxDelayTarget": range(1, MOST_SECONDS + 1),
    "numRetries": range(MOST_RETRIES + 1),
    "numNoDelayRetries": range(MOST_RETRIES + 1),
    "numMinDelayRetries": range(MOST_RETRIES + 1),
    "numMaxDelayRetries": range(MOST_RETRIES + 1),
}
_BACKOFF_FUNCTIONS = (None, "linear", "arithmetic", "geometric", "exponential")


def mistake_in_topics_policy(text: str) -> str:
    """Return what is wrong with the policy of a topic; nothing if it is a policy."""
    return _mistake(text, _OF_TOPIC)


def mistake_in_subscriptions_policy(text: str) -> str:
    """Return what is wrong with the policy of a subscription; nothing if it is a policy."""
    return _mistake(text, _OF_SUBSCRIPTION)


def retries(topics: str, own: str) -> int:
    """Return how often a message for an endpoint is tried again.

    Args:
        topics: The policy of the topic, in JSON; empty if it has none.
        own: The policy of the subscription, in JSON; empty if it has none.
    """
    of_topic, of_subscription = json_object(topics) or {}, json_object(own) or {}
    number: int = _member(of_topic, _OF_TOPIC).get("numRetries", DEFAULT_RETRIES)
    if _member(of_topic, ("http",)).get("disableSubscriptionOverrides"):
        return number
    own_number: int = _member(of_subscription, _OF_SUBSCRIPTION).get("numRetries", number)
    return own_number


def _mistake(text: str, path: tuple[str, ...]) -> str:
    policy = json_object(text)
    if policy is None:
        return "failed to parse JSON."
    retry_policy, name = _member(policy, path), path[-1]
    for member, allowed in _RANGES.items():
        value = retry_policy.get(member, allowed.start)
        if type(value) is not int or value not in allowed:
            return f"{name}.{member} must be an integer between {allowed.start} and {allowed[-1]}"
    if retry_policy.get("backoffFunction") not in _BACKOFF_FUNCTIONS:
        return f"{name}.backoffFunction must be one of {', '.join(filter(None, _BACKOFF_FUNCTIONS))}"
    return ""


def _member(policy: Mapping[str, Any], path: tuple[str, ...]) -> Mapping[str, Any]:
    """Return a nested member; empty if there is none."""
    for name in path:
        held = policy.get(name)
        policy = held if isinstance(held, dict) else {}
    return policy
