"""The event of an alarm whose state has changed, for rules of EventBridge.

Amazon CloudWatch User Guide, "Alarm events and EventBridge".
"""

import uuid
from datetime import UTC, datetime

from aws_stand_in.overlays.cloudwatch.alarm import Alarm, AlarmState
from aws_stand_in.overlays.cloudwatch.alarm_data import alarm_data


def send_state_change(alarm: Alarm, before: AlarmState, account_id: str, region: str) -> None:
    """Send the rules of the default event bus what has become of an alarm.

    Args:
        alarm: The alarm, in its new state.
        before: Its state before.
        account_id: Whose alarm.
        region: Where.
    """
    from aws_stand_in.moto_patches.events import send_to_rules

    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "CloudWatch Alarm State Change",
        "source": "aws.cloudwatch",
        "account": account_id,
        "time": f"{datetime.fromtimestamp(alarm.changed_at, UTC):%Y-%m-%dT%H:%M:%SZ}",
        "region": region,
        "resources": [alarm.arn],
        "detail": alarm_data(alarm, before),
    }
    send_to_rules(account_id, region, event)
