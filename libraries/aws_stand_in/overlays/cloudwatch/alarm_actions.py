"""What happens when an alarm changes its state: messages to topics, events for functions.

Amazon CloudWatch User Guide, "Using Amazon CloudWatch alarms", and Amazon SNS Developer Guide, "Fanout to alarms".
"""

import json
import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from aws_stand_in import moto_functions, moto_topics
from aws_stand_in.overlays.cloudwatch.alarm import ACTIONS, Alarm, AlarmState, moment
from aws_stand_in.overlays.cloudwatch.alarm_data import alarm_data
from aws_stand_in.overlays.cloudwatch.composite_alarm import CompositeAlarm
from aws_stand_in.overlays.cloudwatch.metric_alarm import MetricAlarm

logger = logging.getLogger(__name__)


def act(alarm: Alarm, before: AlarmState, account_id: str, region: str) -> None:
    """Do what an alarm is to do in its new state.

    Args:
        alarm: The alarm.
        before: Its state before.
        account_id: Whose alarm.
        region: Where.
    """
    if not alarm.settings.get("ActionsEnabled", True):
        return
    for arn in alarm.settings.get(ACTIONS[alarm.state]) or ():
        is_done = _execute(arn, alarm, before, account_id, region)
        _note(arn, alarm, is_done=is_done)


def _execute(arn: str, alarm: Alarm, before: AlarmState, account_id: str, region: str) -> bool:
    """Do one action, and return whether it was done."""
    match arn.split(":")[2:3]:
        case ["sns"]:
            return _publish(arn, alarm, before, account_id, region)
        case ["lambda"]:
            event = json.dumps(_event(alarm, before, account_id, region))
            return moto_functions.send_event(arn, event)
        case _:
            logger.warning("The alarm %s does not act: the action %s is not imitated.", alarm.name, arn)
            return False


def _note(arn: str, alarm: Alarm, *, is_done: bool) -> None:
    state, summary = (
        ("Succeeded", "Successfully executed action") if is_done else ("Failed", "Failed to execute action")
    )
    data = json.dumps({"actionState": state, "arn": arn})
    alarm.note("Action", f"{summary} {arn}", data, alarm.changed_at)


def _publish(topic_arn: str, alarm: Alarm, before: AlarmState, account_id: str, region: str) -> bool:
    subject = f'{alarm.state}: "{alarm.name}" in {region}'[:100]
    message = json.dumps(_message(alarm, before, account_id, region))
    return moto_topics.publish(account_id, region, topic_arn, message, subject)


def _message(alarm: Alarm, before: AlarmState, account_id: str, region: str) -> dict[str, Any]:
    settings = alarm.settings
    actions = {name: settings.get(name) or [] for name in ACTIONS.values()}
    return {
        "AlarmName": alarm.name,
        "AlarmDescription": settings.get("AlarmDescription"),
        "AWSAccountId": account_id,
        "AlarmConfigurationUpdatedTimestamp": moment(alarm.configured_at),
        "NewStateValue": alarm.state,
        "NewStateReason": alarm.reason,
        "StateChangeTime": moment(alarm.changed_at),
        "Region": _region_name(region),
        "AlarmArn": alarm.arn,
        "OldStateValue": before.value,
        **actions,
        **_cause(alarm),
    }


def _cause(alarm: Alarm) -> dict[str, Any]:
    """Return what has changed the state: a metric, or other alarms."""
    if isinstance(alarm, CompositeAlarm):
        triggering = json.loads(alarm.reason_data or "{}").get("triggeringAlarms", [])
        children = [
            {
                "Arn": one["arn"],
                "State": {"Value": one["state"]["value"], "Timestamp": one["state"]["timestamp"]},
            }
            for one in triggering
        ]
        return {"AlarmRule": alarm.settings["AlarmRule"], "TriggeringChildren": children}
    return {"Trigger": _trigger(alarm)} if isinstance(alarm, MetricAlarm) else {}


def _region_name(region: str) -> str:
    """Return the display name of a region, such as `US East (N. Virginia)`."""
    return _region_names().get(region, region)


@cache
def _region_names() -> Mapping[str, str]:
    from botocore.session import get_session

    partitions = get_session().get_data("endpoints")["partitions"]
    return {code: each["description"] for one in partitions for code, each in one["regions"].items()}


def _trigger(alarm: MetricAlarm) -> dict[str, Any]:
    settings = alarm.settings
    watched = _metrics(alarm) if settings.get("Metrics") else _metric(settings)
    return {
        **watched,
        "Period": alarm.period,
        "EvaluationPeriods": settings["EvaluationPeriods"],
        "ComparisonOperator": settings["ComparisonOperator"],
        "Threshold": settings["Threshold"],
        "TreatMissingData": settings.get("TreatMissingData", ""),
        "EvaluateLowSampleCountPercentile": settings.get("EvaluateLowSampleCountPercentile", ""),
    }


def _metric(settings: Mapping[str, Any]) -> dict[str, Any]:
    statistic = settings.get("Statistic")
    compared = (
        {"StatisticType": "Statistic", "Statistic": statistic.upper()}
        if statistic
        else {"StatisticType": "ExtendedStatistic", "ExtendedStatistic": settings["ExtendedStatistic"]}
    )
    return {
        "MetricName": settings["MetricName"],
        "Namespace": settings["Namespace"],
        **compared,
        "Unit": settings.get("Unit"),
        "Dimensions": _dimensions(settings),
    }


def _metrics(alarm: MetricAlarm) -> dict[str, Any]:
    shown = []
    for query in alarm.queries:
        stat = query.get("MetricStat")
        metric = {"MetricStat": {**stat, "Metric": _named(stat["Metric"])}} if stat else {}
        shown.append({**query, **metric})
    return {"Metrics": shown}


def _named(metric: Mapping[str, Any]) -> dict[str, Any]:
    return {**metric, "Dimensions": _dimensions(metric)}


def _dimensions(given: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"value": one["Value"], "name": one["Name"]} for one in given.get("Dimensions") or ()]


def _event(alarm: Alarm, before: AlarmState, account_id: str, region: str) -> dict[str, Any]:
    return {
        "source": "aws.cloudwatch",
        "alarmArn": alarm.arn,
        "accountId": account_id,
        "time": moment(alarm.changed_at),
        "region": region,
        "alarmData": alarm_data(alarm, before),
    }
