"""Whom a bucket tells of its objects.

Source: Amazon S3 API reference, "PutBucketNotificationConfiguration"; User Guide, "Configuring event notifications using
object key name filtering".
"""

import uuid
from collections.abc import Mapping
from typing import Any

from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.moto_queues import queues_of
from aws_stand_in.moto_topics import topics_of
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.content import check_content
from aws_stand_in.overlays.s3.errors import S3Error, invalid_argument, malformed_xml
from aws_stand_in.overlays.s3.schema import check_body

_KINDS = {
    "TopicConfigurations": ("TopicArn", "Topic", "sns"),
    "QueueConfigurations": ("QueueArn", "Queue", "sqs"),
    "LambdaFunctionConfigurations": ("LambdaFunctionArn", "CloudFunction", "lambda"),
}
_PARTS_OF_ARN = 6


def put_configuration(call: S3Call) -> AwsResponse:
    """Store the notification targets."""
    bucket = call.bucket
    check_content(call)
    check_body(call)
    given = call.parameters["NotificationConfiguration"]
    kept: dict[str, Any] = {
        f"{kind}Configuration": [
            _parse_target(call, one, arn, kind, service) for one in given.get(name) or []
        ]
        for name, (arn, kind, service) in _KINDS.items()
    }
    ids = [one["Id"] for several in kept.values() for one in several]
    if len(ids) != len(set(ids)):
        raise invalid_argument(
            "Same ID used for multiple configurations", "Id", next(i for i in ids if ids.count(i) > 1)
        )
    if "EventBridgeConfiguration" in given:
        kept["EventBridgeConfiguration"] = {}
    bucket.set_notification_configuration({name: value for name, value in kept.items() if value != []})
    return AwsResponse(200)


def _parse_target(
    call: S3Call, given: Mapping[str, Any], arn_name: str, kind: str, service: str
) -> dict[str, Any]:
    """Return a configuration as moto keeps it."""
    from moto.s3.notifications import S3NotificationEvent

    arn, events = given.get(arn_name) or "", given.get("Events") or []
    if not events:
        raise malformed_xml()
    parts = arn.split(":")
    if len(parts) < _PARTS_OF_ARN or parts[0] != "arn" or parts[2] != service:
        raise invalid_argument("The ARN could not be parsed", kind, arn)
    for event in events:
        if not S3NotificationEvent.is_event_valid(event):
            raise invalid_argument("A specified event is not supported for notifications.", "Event", event)
    if call.headers.get("x-amz-skip-destination-validation", "").lower() != "true":
        _check_destination(service, arn)
    rules = ((given.get("Filter") or {}).get("Key") or {}).get("FilterRules") or []
    kept = {kind: arn, "Event": list(events), "Id": given.get("Id") or str(uuid.uuid4())}
    return {**kept, "Filter": {"S3Key": {"FilterRule": _rules(rules)}}} if rules else kept


def _check_destination(service: str, arn: str) -> None:
    """Refuse a queue or a topic that is not there; functions may run elsewhere."""
    region, account_id, name = arn.split(":")[3:6]
    queues, topics = queues_of(account_id), topics_of(account_id)
    if service == "sqs" and queues and name not in queues[region].queues:
        raise _no_destination(arn, "queue")
    if service == "sns" and topics and arn not in topics[region].topics:
        raise _no_destination(arn, "topic")


def _no_destination(arn: str, kind: str) -> S3Error:
    return invalid_argument(
        "Unable to validate the following destination configurations",
        arn,
        f"The destination {kind} does not exist",
    )


def _rules(given: list[Mapping[str, Any]]) -> list[dict[str, str]]:
    names = [str(one.get("Name", "")).lower() for one in given]
    for one, name in zip(given, names, strict=True):
        if "Name" not in one or "Value" not in one:
            raise malformed_xml()
        if name not in ("prefix", "suffix"):
            raise invalid_argument(
                "filter rule name must be either prefix or suffix", "FilterRule.Name", one["Name"]
            )
        if names.count(name) > 1:
            raise invalid_argument(
                f"Cannot specify more than one {name} rule in a filter.", "FilterRule.Name", name
            )
    return [{"Name": name, "Value": one["Value"] or ""} for one, name in zip(given, names, strict=True)]


def get_configuration(call: S3Call) -> AwsResponse:
    """Return the notification targets."""
    held: Any = call.bucket.notification_configuration
    if held is None:
        return call.respond({})
    of_kind = {
        "TopicConfigurations": held.topic,
        "QueueConfigurations": held.queue,
        "LambdaFunctionConfigurations": held.cloud_function,
    }
    result: dict[str, Any] = {
        name: [_show_target(one, _KINDS[name][0]) for one in several]
        for name, several in of_kind.items()
        if several
    }
    if held.event_bridge is not None:
        result["EventBridgeConfiguration"] = {}
    return call.respond(result)


def _show_target(held: Any, arn_name: str) -> dict[str, Any]:
    shown = {"Id": held.id, arn_name: held.arn, "Events": held.events}
    if held.filters:
        rules = [
            {"Name": one["Name"].capitalize(), "Value": one["Value"]}
            for one in held.filters["S3Key"]["FilterRule"]
        ]
        shown["Filter"] = {"Key": {"FilterRules": rules}}
    return shown
