"""How tables are billed: on demand or by provisioned capacity, and the throughput that is kept warm.

Source: "Amazon DynamoDB throughput capacity" and "Understanding DynamoDB warm throughput", Amazon DynamoDB Developer Guide.
"""

from collections.abc import Mapping
from typing import Any

from dynamodb_engine.errors import InvalidParameterValueError, ValidationError
from dynamodb_engine.schema import ON_DEMAND, PROVISIONED, Limits, Throughput, read_throughput
from dynamodb_engine.table import Table

ON_DEMAND_WARM = Throughput(read=12_000, write=4_000)
"""What a new table on demand is ready for."""


def require_throughput(billing: str, parameters: Mapping[str, Any]) -> None:
    """Refuse a new table whose capacity does not fit how it is billed.

    Raises:
        ValidationError: It or one of its global indexes has none, or has one on demand.
    """
    _require_table_throughput(billing, is_stated=parameters.get("ProvisionedThroughput") is not None)
    for index in parameters.get("GlobalSecondaryIndexes") or ():
        require_index_throughput(billing, index)


def require_index_throughput(billing: str, definition: Mapping[str, Any]) -> None:
    """Refuse a new global index whose capacity does not fit how its table is billed.

    Raises:
        ValidationError: It has none, or has one on demand.
    """
    name, is_stated = definition["IndexName"], definition.get("ProvisionedThroughput") is not None
    if billing == ON_DEMAND and is_stated:
        raise InvalidParameterValueError(
            f"ProvisionedThroughput should not be specified for index: {name} because billing mode is PAY_PER_REQUEST"
        )
    if billing == PROVISIONED and not is_stated:
        raise _index_without_throughput(name)


def require_changed_throughput(table: Table, billing: str, parameters: Mapping[str, Any]) -> None:
    """Refuse an update after which a table's capacity would not fit how it is billed, or that changes nothing.

    Raises:
        ValidationError: It is one of these.
    """
    stated = parameters.get("ProvisionedThroughput")
    has_some = stated is not None or (billing == PROVISIONED and table.settings.throughput != Throughput())
    _require_table_throughput(billing, is_stated=has_some)
    if billing == PROVISIONED:
        _require_throughput_of_indexes(table, parameters)
    if stated is not None and not set(parameters) - {"TableName", "ProvisionedThroughput", "BillingMode"}:
        _require_difference(table.settings.throughput, read_throughput(parameters))


def bill(table: Table, billing: str, now: float) -> None:
    """Change how a table is billed; what was provisioned is forgotten on demand."""
    settings = table.settings
    if billing == ON_DEMAND and settings.billing_mode != ON_DEMAND:
        settings.on_demand_since, settings.throughput = now, Throughput()
        for name in table.indexes:
            table.provision_index(name, Throughput(), {})
    settings.billing_mode = billing


def billing_summary(table: Table, *, is_new: bool) -> dict[str, Any]:
    """Return the `BillingModeSummary` of a table that is on demand or once was."""
    settings = table.settings
    if settings.on_demand_since is None:
        return {}
    since = {} if is_new else {"LastUpdateToPayPerRequestDateTime": settings.on_demand_since}
    return {"BillingModeSummary": {"BillingMode": settings.billing_mode, **since}}


def warm_throughput(
    billing: str, throughput: Throughput, limits: Limits, table_status: str
) -> dict[str, Any]:
    """Return the `WarmThroughput` of a table or index; a new one has it where it was asked for."""
    status = "ACTIVE" if table_status == "ACTIVE" else "UPDATING"
    if "WarmThroughput" in limits:
        return {"WarmThroughput": {**limits["WarmThroughput"], "Status": status}}
    if table_status == "CREATING":
        return {}
    warm = ON_DEMAND_WARM if billing == ON_DEMAND else throughput
    return {
        "WarmThroughput": {
            "ReadUnitsPerSecond": warm.read,
            "WriteUnitsPerSecond": warm.write,
            "Status": "ACTIVE",
        }
    }


def _require_table_throughput(billing: str, *, is_stated: bool) -> None:
    if billing == ON_DEMAND and is_stated:
        raise InvalidParameterValueError(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
        )
    if billing == PROVISIONED and not is_stated:
        raise InvalidParameterValueError(
            "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"
        )


def _require_throughput_of_indexes(table: Table, parameters: Mapping[str, Any]) -> None:
    changes = parameters.get("GlobalSecondaryIndexUpdates") or ()
    changed = {each["IndexName"] for change in changes for each in change.values() if each}
    for index in table.indexes.values():
        if index.is_global and index.throughput == Throughput() and index.name not in changed:
            raise _index_without_throughput(index.name)


def _require_difference(current: Throughput, wanted: Throughput) -> None:
    if current == wanted:
        raise ValidationError(
            "The provisioned throughput for the table will not change. The requested value equals the current value. "
            f"Current ReadCapacityUnits provisioned for the table: {current.read}. Requested ReadCapacityUnits: {wanted.read}. "
            f"Current WriteCapacityUnits provisioned for the table: {current.write}. "
            f"Requested WriteCapacityUnits: {wanted.write}. "
            "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits."
        )


def _index_without_throughput(name: str) -> ValidationError:
    return InvalidParameterValueError(f"ProvisionedThroughput must be specified for index: {name}")
