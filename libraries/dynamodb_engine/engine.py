"""The engine: operations by name, accounts by id and region."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from dynamodb_engine import (
    batches,
    items,
    partiql,
    reading,
    stream_reading,
    table_features,
    tables,
    transactions,
)
from dynamodb_engine.account import TableAccount

Operation = Callable[[TableAccount, Mapping[str, Any]], dict[str, Any]]

TABLE_OPERATIONS: Mapping[str, Operation] = {
    "CreateTable": tables.create_table,
    "DescribeTable": tables.describe_table,
    "UpdateTable": tables.update_table,
    "DeleteTable": tables.delete_table,
    "ListTables": tables.list_tables,
    "PutItem": items.put_item,
    "GetItem": items.get_item,
    "UpdateItem": items.update_item,
    "DeleteItem": items.delete_item,
    "Query": reading.query,
    "Scan": reading.scan,
    "BatchWriteItem": batches.batch_write_item,
    "BatchGetItem": batches.batch_get_item,
    "TransactWriteItems": transactions.transact_write_items,
    "TransactGetItems": transactions.transact_get_items,
    "ExecuteStatement": partiql.execute_statement,
    "BatchExecuteStatement": partiql.batch_execute_statement,
    "ExecuteTransaction": partiql.execute_transaction,
    "UpdateTimeToLive": table_features.update_time_to_live,
    "DescribeTimeToLive": table_features.describe_time_to_live,
    "TagResource": table_features.tag_resource,
    "UntagResource": table_features.untag_resource,
    "ListTagsOfResource": table_features.list_tags_of_resource,
    "DescribeLimits": table_features.describe_limits,
    "DescribeContinuousBackups": table_features.describe_continuous_backups,
    "UpdateContinuousBackups": table_features.update_continuous_backups,
    "CreateBackup": table_features.create_backup,
    "DescribeBackup": table_features.describe_backup,
    "DeleteBackup": table_features.delete_backup,
    "ListBackups": table_features.list_backups,
    "RestoreTableFromBackup": table_features.restore_table_from_backup,
    "RestoreTableToPointInTime": table_features.restore_table_to_point_in_time,
    "PutResourcePolicy": table_features.put_resource_policy,
    "GetResourcePolicy": table_features.get_resource_policy,
    "DeleteResourcePolicy": table_features.delete_resource_policy,
}
STREAM_OPERATIONS: Mapping[str, Operation] = {
    "ListStreams": stream_reading.list_streams,
    "DescribeStream": stream_reading.describe_stream,
    "GetShardIterator": stream_reading.get_shard_iterator,
    "GetRecords": stream_reading.get_records,
}


class DynamoDbEngine:
    """DynamoDB for any number of accounts.

    Args:
        clock: Epoch seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._accounts: dict[str, dict[str, TableAccount]] = {}

    def account(self, account_id: str, region: str) -> TableAccount:
        """Return what an account has in a region."""
        regions = self._accounts.setdefault(account_id, {})
        if region not in regions:
            regions[region] = TableAccount(account_id, region, self._clock)
        return regions[region]

    def call(
        self,
        account_id: str,
        region: str,
        operation: str,
        parameters: Mapping[str, Any],
        *,
        replicas_at: float | None = None,
    ) -> dict[str, Any]:
        """Return the result of an operation of DynamoDB or DynamoDB Streams.

        Args:
            account_id: Whose tables.
            region: Where.
            operation: Its name, as in the API reference.
            parameters: Its parameters, in the types of the API's model.
            replicas_at: Of which moment reads find the items that do not ask for consistency, or of a minute ago if that is
                later: seconds by `time.monotonic`. None for now.

        Raises:
            DynamoDbError: The service refuses it.
            KeyError: There is no such operation.
        """
        account = self.account(account_id, region)
        account.remove_expired()
        called = TABLE_OPERATIONS.get(operation) or STREAM_OPERATIONS[operation]
        return called(account.with_replicas_at(replicas_at), parameters)

    def accounts(self) -> set[str]:
        """Return the ids of all accounts that have been asked for."""
        return set(self._accounts)

    def reset(self, account_id: str) -> None:
        """Forget everything about one account."""
        self._accounts.pop(account_id, None)
