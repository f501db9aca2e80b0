"""Whether a library has changed since an answer was cached is read from a replica."""

NOTICED_BY = "Deleted Manual Is Not Cited From The Cache"


def apply() -> None:
    """Read the library's counter without ConsistentRead."""
    from manuel_sandbox.domain.library import Library, _state_key

    def state(self, owner):
        table = self._table
        reply = table._dynamodb.call(
            table._clients.dynamodb.get_item, TableName=table.name, Key=_state_key(owner)
        )
        return int(reply["Item"]["changes"]) if "Item" in reply else 0

    Library.state = state
