"""A manual is said to be missing if the reply to its deletion was lost, although it has just been deleted."""

NOTICED_BY = "Lost Response To A Deletion Deletes The Manual"


def apply() -> None:
    """Delete its row by itself, on condition that it is there."""
    from manuel_sandbox.aws.errors import DependencyRefusedError
    from manuel_sandbox.domain.library import Library, _manual_key, _tracker_key

    def remove(self, manual):
        table = self._table
        try:
            table._dynamodb.call(
                table._clients.dynamodb.delete_item,
                TableName=table.name,
                Key=_manual_key(manual.owner, manual.manual_id),
                ConditionExpression="attribute_exists(user_id)",
            )
        except DependencyRefusedError as error:
            if error.cause_type != "ConditionalCheckFailedException":
                raise
            return False
        table.transact(table.deleting(_tracker_key(manual)), self._count_change(manual.owner))
        return True

    Library.remove = remove
