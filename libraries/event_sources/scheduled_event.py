"""The event of a rule with a schedule (Amazon EventBridge User Guide, "Creating a scheduled rule")."""

import uuid
from datetime import UTC, datetime
from typing import Any


def scheduled_event(moment: float, rule_arn: str, *, account_id: str, region: str) -> dict[str, Any]:
    """Return the event.

    Args:
        moment: When it was due, in epoch seconds.
        rule_arn: The ARN of the rule.
        account_id: The account.
        region: The region.
    """
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": account_id,
        "time": scheduled_time(moment),
        "region": region,
        "resources": [rule_arn],
        "detail": {},
    }


def scheduled_time(moment: float) -> str:
    """Return the time of a schedule in the form of events, such as `2026-11-20T13:00:00Z`.

    Args:
        moment: Epoch seconds.
    """
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
