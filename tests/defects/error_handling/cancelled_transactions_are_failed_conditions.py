"""Whatever a transaction was cancelled for, a condition is said to have failed: the manual is there already, or no longer."""

NOTICED_BY = "Conflicting Transaction Is Repeated"
MENTIONS = "404"


def apply() -> None:
    """Do not read the reasons."""
    from manuel_sandbox.aws import dependency, table

    dependency.TRANSIENT_REASONS.clear()
    table._is_failed_condition = lambda error: error.cause_type in (table.CANCELLED, table.FAILED_CONDITION)
