"""CloudWatch Logs: which events match subscription filters."""

from collections.abc import Mapping, Sequence
from typing import Any

from moto.logs.models import LogStream

from aws_stand_in.log_patterns.patterns import parse_pattern


def _deliver_to_subscription_filters() -> None:
    """Send the events that match the pattern of a subscription filter: moto sends all of them, to functions that do not run."""
    streams: Any = LogStream
    send = streams._send_log_events

    def send_log_events(
        self: Any,
        service: str,
        destination_arn: str,
        filter_name: str,
        log_events: Sequence[Mapping[str, Any]],
    ) -> None:
        if service == "lambda":
            return
        pattern = parse_pattern(self.log_group.subscription_filters[filter_name].filter_pattern or "")
        matching = [event for event in log_events if pattern.matches(event["message"])]
        if matching:
            send(self, service, destination_arn, filter_name, matching)

    streams._send_log_events = send_log_events


def apply() -> None:
    """Change moto."""
    _deliver_to_subscription_filters()
