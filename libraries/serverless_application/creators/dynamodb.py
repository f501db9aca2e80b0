"""DynamoDB: tables with their indexes, streams and time to live."""

from collections.abc import Mapping
from typing import Any

from application_template.application import TemplateResource
from application_template.service_input import service_input
from serverless_application.account import Account
from serverless_application.created import Created, Creator


def create_table(resource: TemplateResource, account: Account) -> Created:
    """Create a table."""
    return _create(resource, account, dict(resource.properties))


def create_global_table(resource: TemplateResource, account: Account) -> Created:
    """Create a global table as a table of this region; its capacity is on demand."""
    return _create(resource, account, {**resource.properties, "BillingMode": "PAY_PER_REQUEST"})


def _create(resource: TemplateResource, account: Account, properties: dict[str, Any]) -> Created:
    client = account.client("dynamodb")
    name = account.name(resource, "TableName")
    properties |= {"TableName": name, **_stream(properties)}
    table = client.create_table(**service_input(client.meta.service_model, "CreateTable", properties))[
        "TableDescription"
    ]
    if "TimeToLiveSpecification" in properties:
        client.update_time_to_live(**service_input(client.meta.service_model, "UpdateTimeToLive", properties))
    attributes = {"Arn": table["TableArn"], "TableId": table.get("TableId", name)}
    if table.get("LatestStreamArn"):
        attributes["StreamArn"] = table["LatestStreamArn"]
    return Created(name, attributes)


def _stream(properties: Mapping[str, Any]) -> dict[str, Any]:
    stream = properties.get("StreamSpecification")
    return {"StreamSpecification": {"StreamEnabled": True, **stream}} if stream else {}


CREATORS: dict[str, Creator] = {
    "AWS::DynamoDB::Table": create_table,
    "AWS::DynamoDB::GlobalTable": create_global_table,
}
