"""What happens when an alarm changes its state: messages to topics, events for functions.

Amazon CloudWatch User Guide, "Using Amazon CloudWatch alarms", and Amazon SNS Developer Guide, "Fanout to alarms".
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from aws_stand_in import moto_functions
from aws_stand_in.overlays.cloudwatch.alarm import ACTIONS, MetricAlarm

logger = logging.getLogger(__name__)


def act(alarm: MetricAlarm, before: str, account_id: str, region: str) -> None:
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
        match arn.split(":")[2]:
            case "sns":
                _publish(arn, alarm, before, account_id, region)
            case "lambda":
                moto_functions.send_event(arn, json.dumps(_event(alarm, before, account_id, region)))
            case service:
                logger.warning(
                    "The alarm %s does not act: %s is not imitated as an action.", alarm.name, service
                )
        summary = f"Successfully executed action {arn}"
        alarm.note("Action", summary, json.dumps({"actionState": "Succeeded", "arn": arn}), alarm.changed_at)


def _publish(topic_arn: str, alarm: MetricAlarm, before: str, account_id: str, region: str) -> None:
    from moto.sns.models import sns_backends

    subject = f'{alarm.state}: "{alarm.name}" in {region}'[:100]
    message = json.dumps(_message(alarm, before, account_id, region))
    sns_backends[account_id][region].publish(message, topic_arn, subject=subject)


def _message(alarm: MetricAlarm, before: str, account_id: str, region: str) -> dict[str, Any]:
    settings = alarm.settings
    actions = {name: settings.get(name) or [] for name in ACTIONS.values()}
    return {
        "AlarmName": alarm.name,
        "AlarmDescription": settings.get("AlarmDescription"),
        "AWSAccountId": account_id,
        "AlarmConfigurationUpdatedTimestamp": _moment(alarm.configured_at),
        "NewStateValue": alarm.state,
        "NewStateReason": alarm.reason,
        "StateChangeTime": _moment(alarm.changed_at),
        "Region": region,
        "AlarmArn": alarm.arn,
        "OldStateValue": before,
        **actions,
        "Trigger": _trigger(settings),
    }


def _trigger(settings: dict[str, Any]) -> dict[str, Any]:
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
        "Dimensions": [
            {"value": one["Value"], "name": one["Name"]} for one in settings.get("Dimensions") or ()
        ],
        "Period": settings["Period"],
        "EvaluationPeriods": settings["EvaluationPeriods"],
        "ComparisonOperator": settings["ComparisonOperator"],
        "Threshold": settings["Threshold"],
        "TreatMissingData": settings.get("TreatMissingData", ""),
        "EvaluateLowSampleCountPercentile": settings.get("EvaluateLowSampleCountPercentile", ""),
    }


def _event(alarm: MetricAlarm, before: str, account_id: str, region: str) -> dict[str, Any]:
    return {
        "source": "aws.cloudwatch",
        "alarmArn": alarm.arn,
        "accountId": account_id,
        "time": _moment(alarm.changed_at),
        "region": region,
        "alarmData": {
            "alarmName": alarm.name,
            "state": {
                "value": alarm.state,
                "reason": alarm.reason,
                "reasonData": alarm.reason_data,
                "timestamp": _moment(alarm.changed_at),
            },
            "previousState": {"value": before},
            "configuration": {"description": alarm.settings.get("AlarmDescription"), "metrics": []},
        },
    }


def _moment(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}+0000"
