"""An entry whose reply was lost is taken for somebody else's."""

CATEGORY = "failure_scenarios"
NOTICED_BY = "Lost Replies Of The Tables Make One Manual"


def apply() -> None:
    """Take the condition for a failure."""
    from manuel_sandbox.aws.errors import DependencyUnavailableError
    from manuel_sandbox.aws.table import ConditionFailedError, Table

    transact = Table.transact

    def strict(self, *writes):
        try:
            transact(self, *writes)
        except ConditionFailedError as error:
            raise DependencyUnavailableError(
                "dynamodb", "TransactWriteItems", "Conflict", "not written"
            ) from error

    Table.transact = strict
