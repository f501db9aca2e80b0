"""What events and functions are told of an alarm.

Amazon CloudWatch User Guide, "Alarm events and EventBridge" and "Lambda alarm actions".
"""

from collections.abc import Mapping
from typing import Any

from aws_stand_in.overlays.cloudwatch.alarm import Alarm, AlarmState, moment
from aws_stand_in.overlays.cloudwatch.composite_alarm import CompositeAlarm
from aws_stand_in.overlays.cloudwatch.metric_alarm import MetricAlarm


def alarm_data(alarm: Alarm, before: AlarmState) -> dict[str, Any]:
    """Return the state of an alarm, the one before, and what it watches.

    Args:
        alarm: The alarm, in its new state.
        before: Its state before.
    """
    return {
        "alarmName": alarm.name,
        "state": {**_state(alarm.present), **_suppressed(alarm)},
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


def _suppressed(alarm: Alarm) -> dict[str, str]:
    found = alarm.suppressed() if isinstance(alarm, CompositeAlarm) else {}
    return {name[0].lower() + name[1:]: value for name, value in found.items()}


def _configuration(alarm: Alarm) -> dict[str, Any]:
    description = alarm.settings.get("AlarmDescription")
    watched = _rule(alarm) if isinstance(alarm, CompositeAlarm) else {}
    if isinstance(alarm, MetricAlarm):
        watched = {"metrics": [_query(one) for one in alarm.queries]}
    return {**({"description": description} if description else {}), **watched}


def _rule(alarm: CompositeAlarm) -> dict[str, Any]:
    found = {
        "alarmRule": alarm.settings["AlarmRule"],
        "actionsSuppressor": alarm.suppressor,
        "actionsSuppressorWaitPeriod": alarm.settings.get("ActionsSuppressorWaitPeriod"),
        "actionsSuppressorExtensionPeriod": alarm.settings.get("ActionsSuppressorExtensionPeriod"),
    }
    return {name: value for name, value in found.items() if value is not None}


def _query(query: Mapping[str, Any]) -> dict[str, Any]:
    label = {"label": query["Label"]} if query.get("Label") else {}
    shown = {"id": query["Id"], **label, "returnData": query.get("ReturnData", True)}
    if "Expression" in query:
        return {**shown, "expression": query["Expression"]}
    stat, named = query["MetricStat"], query["MetricStat"]["Metric"]
    metric = {
        "namespace": named.get("Namespace"),
        "name": named.get("MetricName"),
        "dimensions": {one["Name"]: one["Value"] for one in named.get("Dimensions") or ()},
    }
    unit = {"unit": stat["Unit"]} if stat.get("Unit") else {}
    return {**shown, "metricStat": {"metric": metric, "period": stat["Period"], "stat": stat["Stat"], **unit}}
