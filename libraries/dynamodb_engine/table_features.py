"""Time to live, tags, point-in-time recovery, backups, resource policies, and what an account may have."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dynamodb_engine.account import TableAccount
from dynamodb_engine.errors import DynamoDbError, ValidationError
from dynamodb_engine.policies import read_policy
from dynamodb_engine.table import Table
from dynamodb_engine.tables import describe

DEFAULT_RECOVERY_DAYS = 35
MOST_BACKUPS_LISTED = 100
NO_POLICY = "NO_POLICY"
"""What is expected where there is no policy yet."""


@dataclass(frozen=True)
class Backup:
    """A copy of a table.

    Attributes:
        details: BackupDetails in the API's form.
        table: The table as it was, under its name.
    """

    details: Mapping[str, Any]
    table: Table


def update_time_to_live(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Switch time to live of a table on or off."""
    table = account.described_table(parameters["TableName"])
    wanted = parameters["TimeToLiveSpecification"]
    name, is_wanted = wanted["AttributeName"], wanted["Enabled"]
    current = table.expiry_attribute
    if is_wanted and current is not None:
        raise ValidationError("TimeToLive is already enabled")
    if not is_wanted and current is None:
        raise ValidationError("TimeToLive is already disabled")
    if not is_wanted and current != name:
        raise ValidationError(
            f"TimeToLive is active on a different AttributeName: current AttributeName is {current}"
        )
    table.expire_by(name if is_wanted else None)
    return {"TimeToLiveSpecification": dict(wanted)}


def describe_time_to_live(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return whether items of a table expire."""
    name = account.described_table(parameters["TableName"]).expiry_attribute
    if name is None:
        return {"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}
    return {"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": name}}


def tag_resource(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Add tags to a table."""
    table = _find_tagged(account, parameters)
    table.settings.tags.update({tag["Key"]: tag["Value"] for tag in parameters["Tags"]})
    return {}


def untag_resource(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Remove tags from a table."""
    table = _find_tagged(account, parameters)
    for key in parameters["TagKeys"]:
        table.settings.tags.pop(key, None)
    return {}


def list_tags_of_resource(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tags of a table."""
    tags = _find_tagged(account, parameters).settings.tags
    return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}


def describe_limits(_account: TableAccount, _parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return how much capacity an account may provision."""
    return {
        "AccountMaxReadCapacityUnits": 80000,
        "AccountMaxWriteCapacityUnits": 80000,
        "TableMaxReadCapacityUnits": 40000,
        "TableMaxWriteCapacityUnits": 40000,
    }


def describe_continuous_backups(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return whether point-in-time recovery is on."""
    return _continuous_backups(_backed_up(account, parameters["TableName"]), account)


def update_continuous_backups(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Switch point-in-time recovery on or off."""
    table = _backed_up(account, parameters["TableName"])
    wanted = parameters["PointInTimeRecoverySpecification"]
    days = wanted.get("RecoveryPeriodInDays") or DEFAULT_RECOVERY_DAYS
    table.settings.recovery = days if wanted["PointInTimeRecoveryEnabled"] else None
    return _continuous_backups(table, account)


def create_backup(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Copy a table."""
    table = _backed_up(account, parameters["TableName"])
    arn = f"{table.arn}/backup/{int(account.clock() * 1000):014d}-{uuid.uuid4().hex[:8]}"
    details = {
        "BackupArn": arn,
        "BackupName": parameters["BackupName"],
        "BackupSizeBytes": table.size,
        "BackupStatus": "AVAILABLE",
        "BackupType": "USER",
        "BackupCreationDateTime": account.clock(),
    }
    account.backups[arn] = Backup(details, table.copy(table.name, table.arn))
    return {"BackupDetails": {**details, "BackupStatus": "CREATING"}}


def describe_backup(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a backup is of."""
    return {"BackupDescription": _describe_backup(_backup(account, parameters["BackupArn"]))}


def delete_backup(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Remove a backup."""
    backup = _backup(account, parameters["BackupArn"])
    del account.backups[parameters["BackupArn"]]
    description = _describe_backup(backup)
    description["BackupDetails"] = {**description["BackupDetails"], "BackupStatus": "DELETED"}
    return {"BackupDescription": description}


def list_backups(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the backups of an account, or of one table, in the order in which they were made."""
    after, limit = parameters.get("ExclusiveStartBackupArn"), parameters.get("Limit") or MOST_BACKUPS_LISTED
    wanted = [arn for arn, backup in account.backups.items() if _is_wanted(account, backup, parameters)]
    if after is not None:
        wanted = wanted[wanted.index(after) + 1 :] if after in wanted else []
    shown = [_summary(account.backups[arn]) for arn in wanted[:limit]]
    more = {"LastEvaluatedBackupArn": wanted[limit - 1]} if len(wanted) > limit else {}
    return {"BackupSummaries": shown, **more}


def restore_table_from_backup(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Make a table from a backup."""
    backup = _backup(account, parameters["BackupArn"])
    restored = _restored(account, parameters["TargetTableName"], backup.table)
    summary = {
        "SourceBackupArn": backup.details["BackupArn"],
        "SourceTableArn": backup.table.arn,
        "RestoreDateTime": account.clock(),
        "RestoreInProgress": False,
    }
    return {"TableDescription": {**describe(restored, status="CREATING"), "RestoreSummary": summary}}


def restore_table_to_point_in_time(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Make a table that is like another one is now; earlier states are not kept."""
    source = parameters.get("SourceTableName") or parameters.get("SourceTableArn")
    if source is None:
        raise ValidationError("One of SourceTableName or SourceTableArn must be specified")
    name = account.table_name(source)
    if name not in account.tables:
        raise DynamoDbError("SourceTableNotFoundException", f"Source table not found: {name}")
    table = account.tables[name]
    if table.settings.recovery is None:
        raise DynamoDbError(
            "PointInTimeRecoveryUnavailableException",
            f"Point in time recovery is not enabled for table '{name}'",
        )
    restored = _restored(account, parameters["TargetTableName"], table)
    summary = {"SourceTableArn": table.arn, "RestoreDateTime": account.clock(), "RestoreInProgress": False}
    return {"TableDescription": {**describe(restored, status="CREATING"), "RestoreSummary": summary}}


def put_resource_policy(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Give a table a policy, which is kept and not enforced."""
    table = account.described_table(parameters["ResourceArn"])
    _require_revision(table, parameters.get("ExpectedRevisionId"))
    table.settings.policy = policy = read_policy(parameters["Policy"])
    return {"RevisionId": policy.revision}


def get_resource_policy(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the policy of a table."""
    table = account.described_table(parameters["ResourceArn"])
    policy = table.settings.policy
    if policy is None:
        raise _no_such_policy(table.arn)
    return {"Policy": policy.text, "RevisionId": policy.revision}


def delete_resource_policy(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Take the policy of a table away."""
    table = account.described_table(parameters["ResourceArn"])
    _require_revision(table, parameters.get("ExpectedRevisionId"))
    policy, table.settings.policy = table.settings.policy, None
    return {} if policy is None else {"RevisionId": policy.revision}


def _require_revision(table: Table, expected: str | None) -> None:
    present = NO_POLICY if table.settings.policy is None else table.settings.policy.revision
    if expected in (None, present):
        return
    raise _no_such_policy(
        f"Requested policy update expecting none to be present for table {table.name}, "
        f"but a policy exists with revision id {present}."
        if expected == NO_POLICY
        else f"Requested update for policy with revision id {expected}, "
        f"but the policy associated to target table {table.name} has revision id {present}."
        if present != NO_POLICY
        else table.arn
    )


def _no_such_policy(reason: str) -> DynamoDbError:
    return DynamoDbError(
        "PolicyNotFoundException",
        f"Resource-based policy not found for the provided ResourceArn: {reason}",
    )


def _find_tagged(account: TableAccount, parameters: Mapping[str, Any]) -> Table:
    arn = parameters["ResourceArn"]
    if not arn.startswith("arn:"):
        raise ValidationError(f"Invalid TableArn: Invalid ResourceArn provided as input {arn}")
    table = account.tables.get(account.table_name(arn))
    if table is None:
        raise DynamoDbError(
            "ResourceNotFoundException", f"Requested resource not found: ResourceArn: {arn} not found"
        )
    return table


def _backed_up(account: TableAccount, name: str) -> Table:
    plain = account.table_name(name)
    if plain not in account.tables:
        raise DynamoDbError("TableNotFoundException", f"Table not found: {plain}")
    return account.tables[plain]


def _continuous_backups(table: Table, account: TableAccount) -> dict[str, Any]:
    days = table.settings.recovery
    recovery: dict[str, Any] = {"PointInTimeRecoveryStatus": "DISABLED"}
    if days is not None:
        recovery = {
            "PointInTimeRecoveryStatus": "ENABLED",
            "RecoveryPeriodInDays": days,
            "EarliestRestorableDateTime": table.created_at,
            "LatestRestorableDateTime": account.clock(),
        }
    return {
        "ContinuousBackupsDescription": {
            "ContinuousBackupsStatus": "ENABLED",
            "PointInTimeRecoveryDescription": recovery,
        }
    }


def _backup(account: TableAccount, arn: str) -> Backup:
    if arn not in account.backups:
        raise DynamoDbError("BackupNotFoundException", f"Backup not found: {arn}")
    backup: Backup = account.backups[arn]
    return backup


def _is_wanted(account: TableAccount, backup: Backup, parameters: Mapping[str, Any]) -> bool:
    name, made_at = parameters.get("TableName"), backup.details["BackupCreationDateTime"]
    is_of_table = name is None or backup.table.name == account.table_name(name)
    since, until = parameters.get("TimeRangeLowerBound"), parameters.get("TimeRangeUpperBound")
    is_in_time = (since is None or since <= made_at) and (until is None or made_at < until)
    return is_of_table and is_in_time and parameters.get("BackupType") in (None, "USER", "ALL")


def _summary(backup: Backup) -> dict[str, Any]:
    table = {"TableName": backup.table.name, "TableId": backup.table.id, "TableArn": backup.table.arn}
    return {**table, **backup.details}


def _describe_backup(backup: Backup) -> dict[str, Any]:
    table = backup.table
    return {
        "BackupDetails": dict(backup.details),
        "SourceTableDetails": {
            "TableName": table.name,
            "TableId": table.id,
            "TableArn": table.arn,
            "TableSizeBytes": backup.details["BackupSizeBytes"],
            "KeySchema": table.keys.describe(),
            "TableCreationDateTime": table.created_at,
            "ProvisionedThroughput": table.settings.throughput.describe(),
            "ItemCount": len(table),
            "BillingMode": table.settings.billing_mode,
        },
        "SourceTableFeatureDetails": {},
    }


def _restored(account: TableAccount, name: str, source: Table) -> Table:
    """Make a table like another one, without what AWS does not restore: tags, policies, protection, recovery, stream, expiry."""
    if name in account.tables:
        raise DynamoDbError("TableAlreadyExistsException", f"Table already exists: {name}")
    table = source.copy(name, f"{account.arn_prefix}table/{name}")
    table.id, table.created_at = str(uuid.uuid4()), account.clock()
    table.settings = replace(table.settings, recovery=None, is_protected=False, policy=None, tags={})
    account.tables[name] = table
    return table
