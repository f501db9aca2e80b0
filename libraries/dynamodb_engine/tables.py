"""Operations on tables: CreateTable, DescribeTable, UpdateTable, DeleteTable, ListTables."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from dynamodb_engine.account import TableAccount
from dynamodb_engine.billing import (
    bill,
    billing_summary,
    require_changed_throughput,
    require_index_throughput,
    require_throughput,
    warm_throughput,
)
from dynamodb_engine.encryption import read_encryption
from dynamodb_engine.errors import DynamoDbError, InvalidParameterValueError, ValidationError
from dynamodb_engine.policies import read_policy
from dynamodb_engine.schema import (
    PROVISIONED,
    IndexDefinition,
    read_attribute_types,
    read_index,
    read_keys,
    read_limits,
    read_throughput,
    require_consistent_indexes,
)
from dynamodb_engine.streams import new_stream
from dynamodb_engine.table import Table

MOST_LISTED = 100
SHORTEST_NAME, LONGEST_NAME = 3, 255
_STATUSES: Mapping[str, Mapping[str, Any]] = {
    "Create": {"IndexStatus": "CREATING", "Backfilling": False},
    "Update": {"IndexStatus": "UPDATING"},
    "Delete": {"IndexStatus": "DELETING"},
}
_NAME = re.compile("[a-zA-Z0-9_.-]+")


def create_table(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Make a table, which is ready at once."""
    name = account.table_name(parameters["TableName"])
    _require_name(name)
    _require_stated(parameters)
    billing = parameters.get("BillingMode") or PROVISIONED
    require_throughput(billing, parameters)
    types = read_attribute_types(parameters)
    keys = read_keys(parameters["KeySchema"], types)
    indexes = _indexes(parameters, types)
    require_consistent_indexes(indexes, keys, types)
    if name in account.tables:
        raise DynamoDbError("ResourceInUseException", f"Table already exists: {name}")
    table = Table(name, f"{account.arn_prefix}table/{name}", keys, types, account.clock)
    for index in indexes:
        table.add_index(index)
    _apply_settings(account, table, parameters)
    bill(table, billing, account.clock())
    table.settings.throughput = read_throughput(parameters)
    table.settings.tags = {tag["Key"]: tag["Value"] for tag in parameters.get("Tags") or ()}
    if parameters.get("ResourcePolicy") is not None:
        table.settings.policy = read_policy(parameters["ResourcePolicy"])
    account.tables[name] = table
    return {"TableDescription": describe(table, status="CREATING")}


def describe_table(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a table is like."""
    return {"Table": describe(account.described_table(parameters["TableName"]))}


def update_table(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Change settings of a table, its stream, or its global indexes."""
    table = account.described_table(parameters["TableName"])
    changes = ("BillingMode", "ProvisionedThroughput", "GlobalSecondaryIndexUpdates", "StreamSpecification",
               "SSESpecification", "TableClass", "DeletionProtectionEnabled", "OnDemandThroughput", "WarmThroughput")  # fmt: skip
    if all(parameters.get(name) is None for name in changes):
        raise ValidationError(
            "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or "
            "SSESpecification or ReplicaUpdates is required"
        )
    billing = parameters.get("BillingMode") or table.settings.billing_mode
    require_changed_throughput(table, billing, parameters)
    changed = parameters.get("GlobalSecondaryIndexUpdates") or ()
    _require_one_index(changed)
    index_changes = [_index_change(table, parameters, change) for change in changed]
    encryption = table.settings.encryption
    deleted = [_describe_index(table, index, "UPDATING") for index in _find_deleted_indexes(table, changed)]
    _apply_settings(account, table, parameters)
    bill(table, billing, account.clock())
    for change in index_changes:
        change()
    if parameters.get("ProvisionedThroughput"):
        table.settings.throughput = read_throughput(parameters)
    description = _add_changing_indexes(describe(table, status="UPDATING"), deleted, changed)
    if parameters.get("SSESpecification") is not None:
        description["SSEDescription"] = {
            **(table.settings.encryption or encryption or {}),
            "Status": "UPDATING",
        }
    return {"TableDescription": description}


def delete_table(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Remove a table with all its items."""
    table = account.described_table(parameters["TableName"])
    if table.settings.is_protected:
        raise ValidationError(
            "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first."
        )
    del account.tables[table.name]
    if table.stream is not None:
        table.stream.is_enabled = False
    description = describe(table, status="DELETING")
    kept = ("TableName", "TableStatus", "ProvisionedThroughput", "TableSizeBytes", "ItemCount", "TableArn", "TableId",
            "BillingModeSummary", "DeletionProtectionEnabled")  # fmt: skip
    return {"TableDescription": {name: description[name] for name in kept if name in description}}


def list_tables(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return names of tables, in their order."""
    after = parameters.get("ExclusiveStartTableName") or ""
    limit = parameters.get("Limit") or MOST_LISTED
    names = [name for name in sorted(account.tables) if name > after]
    more = {"LastEvaluatedTableName": names[limit - 1]} if len(names) > limit else {}
    return {"TableNames": names[:limit], **more}


def describe(table: Table, *, status: str = "ACTIVE") -> dict[str, Any]:
    """Return a TableDescription."""
    settings = table.settings
    description: dict[str, Any] = {
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": kind} for name, kind in table.types.items()
        ],
        "TableName": table.name,
        "KeySchema": table.keys.describe(),
        "TableStatus": status,
        "CreationDateTime": table.created_at,
        "ProvisionedThroughput": settings.throughput.describe(),
        "TableSizeBytes": table.size,
        "ItemCount": len(table),
        "TableArn": table.arn,
        "TableId": table.id,
        "DeletionProtectionEnabled": settings.is_protected,
        **settings.limits,
        **warm_throughput(settings.billing_mode, settings.throughput, settings.limits, status),
        **billing_summary(table, is_new=status == "CREATING"),
    }
    if settings.table_class is not None:
        description["TableClassSummary"] = {"TableClass": settings.table_class}
    if settings.encryption is not None:
        description["SSEDescription"] = settings.encryption
    if table.stream is not None:
        description["LatestStreamLabel"] = table.stream.label
        description["LatestStreamArn"] = table.stream.arn
        if table.stream.is_enabled:
            description["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": table.stream.view}
    for member, is_global in (("GlobalSecondaryIndexes", True), ("LocalSecondaryIndexes", False)):
        indexes = [
            _describe_index(table, index, status)
            for index in table.indexes.values()
            if index.is_global is is_global
        ]
        if indexes:
            description[member] = indexes
    return description


def _add_changing_indexes(
    description: Mapping[str, Any],
    deleted: Sequence[Mapping[str, Any]],
    changes: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return a description whose indexes have the status of their change, as AWS's have until it is done."""
    statuses = {
        given["IndexName"]: _STATUSES[kind] for change in changes for kind, given in change.items() if given
    }
    indexes = [*description.get("GlobalSecondaryIndexes", ()), *deleted]
    shown = [{**index, **statuses.get(index["IndexName"], {})} for index in indexes]
    return {**description, **({"GlobalSecondaryIndexes": shown} if shown else {})}


def _describe_index(table: Table, index: IndexDefinition, table_status: str) -> dict[str, Any]:
    projection: dict[str, Any] = {"ProjectionType": index.projection_type}
    if index.non_key_attributes:
        projection["NonKeyAttributes"] = list(index.non_key_attributes)
    description: dict[str, Any] = {
        "IndexName": index.name,
        "KeySchema": index.keys.describe(),
        "Projection": projection,
        "IndexSizeBytes": table.collection(index.name).size,
        "ItemCount": len(table.collection(index.name)),
        "IndexArn": f"{table.arn}/index/{index.name}",
    }
    if index.is_global:
        description["IndexStatus"] = "CREATING" if table_status == "CREATING" else "ACTIVE"
        description["ProvisionedThroughput"] = index.throughput.describe()
        description |= index.limits
        description |= warm_throughput(
            table.settings.billing_mode, index.throughput, index.limits, table_status
        )
    return description


def _indexes(parameters: Mapping[str, Any], types: Mapping[str, str]) -> list[IndexDefinition]:
    indexes = []
    for member, is_global in (("LocalSecondaryIndexes", False), ("GlobalSecondaryIndexes", True)):
        definitions = parameters.get(member)
        if definitions is not None and not definitions:
            kind = "Global" if is_global else "Local"
            raise InvalidParameterValueError(f"List of {kind}SecondaryIndexes is empty")
        indexes += [read_index(each, types, is_global=is_global) for each in definitions or ()]
    return indexes


def _require_name(name: str) -> None:
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        raise ValidationError(
            f"TableName must be at least {SHORTEST_NAME} characters long and at most {LONGEST_NAME} characters long"
        )
    if not _NAME.fullmatch(name):
        raise ValidationError(
            f"1 validation error detected: Value '{name}' at 'tableName' failed to satisfy constraint: "
            f"Member must satisfy regular expression pattern: {_NAME.pattern}"
        )


def _require_stated(parameters: Mapping[str, Any]) -> None:
    """Refuse a table without keys, which the model allows, since replicas take theirs from another table."""
    missing = [name for name in ("KeySchema", "AttributeDefinitions") if parameters.get(name) is None]
    if missing:
        complaints = "; ".join(
            f"Value null at '{name[0].lower()}{name[1:]}' failed to satisfy constraint: Member must not be null"
            for name in missing
        )
        raise ValidationError(
            f"{len(missing)} validation error{'s' if len(missing) > 1 else ''} detected: {complaints}"
        )


def _apply_settings(account: TableAccount, table: Table, parameters: Mapping[str, Any]) -> None:
    settings = table.settings
    if parameters.get("StreamSpecification") is not None:
        _switch_stream(account, table, parameters["StreamSpecification"])
    if parameters.get("TableClass") is not None:
        settings.table_class = parameters["TableClass"]
    if parameters.get("DeletionProtectionEnabled") is not None:
        settings.is_protected = parameters["DeletionProtectionEnabled"]
    if parameters.get("SSESpecification") is not None:
        settings.encryption = read_encryption(account, parameters["SSESpecification"])
    settings.limits = {**settings.limits, **read_limits(parameters)}


def _switch_stream(account: TableAccount, table: Table, specification: Mapping[str, Any]) -> None:
    is_on = table.stream is not None and table.stream.is_enabled
    if not specification["StreamEnabled"]:
        if specification.get("StreamViewType"):
            raise InvalidParameterValueError("StreamViewType cannot be specified when StreamEnabled is false")
        if not is_on and "KeySchema" not in specification and table.stream is None:
            return
        if table.stream is not None:
            table.stream.is_enabled = False
        return
    if is_on:
        raise ValidationError("Table already has an enabled stream: TableName: " + table.name)
    view = specification.get("StreamViewType")
    if view is None:
        raise InvalidParameterValueError("StreamViewType must be specified when StreamEnabled is true")
    stream = new_stream(table.arn, view, table.keys, account.clock())
    table.stream = account.streams[stream.arn] = stream


def _require_one_index(changes: Sequence[Mapping[str, Any]]) -> None:
    made_or_deleted = [change for change in changes if change.get("Create") or change.get("Delete")]
    if len(made_or_deleted) > 1:
        raise DynamoDbError(
            "LimitExceededException",
            "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
        )


def _find_deleted_indexes(table: Table, changes: Sequence[Mapping[str, Any]]) -> list[IndexDefinition]:
    return [_global_index(table, change["Delete"]["IndexName"]) for change in changes if change.get("Delete")]


def _index_change(
    table: Table, parameters: Mapping[str, Any], change: Mapping[str, Any]
) -> Callable[[], None]:
    """Return what changes an index, when all that can be wrong with it has been refused."""
    if create := change.get("Create"):
        return partial(table.add_index, *_new_index(table, parameters, create))
    if update := change.get("Update"):
        return _provision(table, _global_index(table, update["IndexName"]), update)
    if delete := change.get("Delete"):
        return partial(table.remove_index, _global_index(table, delete["IndexName"]).name)
    raise InvalidParameterValueError(
        "One of GlobalSecondaryIndexUpdate.Update, Create or Delete must not be null"
    )


def _provision(table: Table, index: IndexDefinition, update: Mapping[str, Any]) -> Callable[[], None]:
    throughput = read_throughput(update) if update.get("ProvisionedThroughput") else index.throughput
    return partial(table.provision_index, index.name, throughput, read_limits(update))


def _new_index(
    table: Table, parameters: Mapping[str, Any], definition: Mapping[str, Any]
) -> tuple[IndexDefinition, dict[str, str]]:
    """Return an index and the types of its keys."""
    require_index_throughput(parameters.get("BillingMode") or table.settings.billing_mode, definition)
    types = {**read_attribute_types(parameters), **table.types}
    index = read_index(definition, types, is_global=True)
    if index.name in table.indexes:
        raise ValidationError(f"Attempting to create an index which already exists: {index.name}")
    indexes = [*table.indexes.values(), index]
    used = {name for keys in (table.keys, *(each.keys for each in indexes)) for name in keys.names}
    used_types = {name: kind for name, kind in types.items() if name in used}
    require_consistent_indexes(indexes, table.keys, used_types)
    return index, used_types


def _global_index(table: Table, name: str) -> IndexDefinition:
    index = table.indexes.get(name)
    if index is None or not index.is_global:
        raise DynamoDbError(
            "ResourceNotFoundException", f"Requested resource not found: Index: {name} not found"
        )
    return index
