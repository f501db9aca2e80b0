"""What events and functions are told of an alarm.

Amazon CloudWatch User Guide, "Alarm events and EventBridge" and "Lambda alarm actions".
"""

import uuid
from typing import Any

from aws_stand_in.overlays.cloudwatch.alarm import AlarmState, MetricAlarm, moment


def alarm_data(alarm: MetricAlarm, before: AlarmState) -> dict[str, Any]:
    """Return the state of an alarm, the one before, and what it watches.

    Args:
        alarm: The alarm, in its new state.
        before: Its state before.
    """
    return {
        "alarmName": alarm.name,
        "state": _state(alarm.present),
        "previousState": _state(before),
        "configuration": _configuration(alarm),
    }


def _state(state: AlarmState) -> dict[str, str]:
    reason_data = {"reasonData": state.reason_data} if state.reason_data else {}
    return {
        "value": state.value,
        "reason": state.reason,
        **reason_data,
        "timestamp": moment(state.changed_at),
    }


def _configuration(alarm: MetricAlarm) -> dict[str, Any]:
    description = alarm.settings.get("AlarmDescription")
    return {**({"description": description} if description else {}), "metrics": [_metric(alarm)]}


def _metric(alarm: MetricAlarm) -> dict[str, Any]:
    settings = alarm.settings
    metric = {
        "namespace": settings["Namespace"],
        "name": settings["MetricName"],
        "dimensions": {one["Name"]: one["Value"] for one in settings.get("Dimensions") or ()},
    }
    unit = {"unit": settings["Unit"]} if settings.get("Unit") else {}
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, alarm.arn)),
        "metricStat": {"metric": metric, "period": alarm.period, "stat": alarm.statistic, **unit},
        "returnData": True,
    }
