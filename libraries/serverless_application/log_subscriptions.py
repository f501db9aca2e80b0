"""Subscription filters of log groups, which invoke functions that run."""

from collections.abc import Mapping
from typing import Any

from application_template.application import CreatedResource
from application_template.errors import TemplateError
from serverless_application.creation import of_type


def subscribe_to_logs(created: Mapping[str, CreatedResource], client: Any) -> list[str]:
    """Put the subscription filters whose destinations are functions.

    Args:
        created: The application's resources.
        client: A boto3 client of CloudWatch Logs.

    Returns:
        A line for each filter with another destination, which is not imitated.

    Raises:
        TemplateError: A log group or a function is not there, or the pattern is wrong.
    """
    notes = []
    for one in of_type(created, "AWS::Logs::SubscriptionFilter"):
        destination = str(one.properties["DestinationArn"])
        if destination.split(":")[2:3] == ["lambda"]:
            _subscribe(one, destination, client)
        else:
            notes.append(f"the subscription filter {one.logical_id} sends nothing to {destination}")
    return notes


def _subscribe(resource: CreatedResource, destination: str, client: Any) -> None:
    try:
        client.put_subscription_filter(
            logGroupName=resource.properties["LogGroupName"],
            filterName=resource.physical_id,
            filterPattern=resource.properties.get("FilterPattern", ""),
            destinationArn=destination,
        )
    except client.exceptions.ClientError as error:
        raise TemplateError(f"Resources/{resource.logical_id}: {error}") from None
