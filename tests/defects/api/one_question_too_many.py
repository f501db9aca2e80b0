"""The quota allows one question too many."""

NOTICED_BY = "Exhausted Daily Quota Is Named In The Refusal"


def apply() -> None:
    """Allow one more."""
    from manuel_sandbox.domain import quota

    quota.MAY_BE_COUNTED = quota.MAY_BE_COUNTED.replace(
        "daily_count < :daily_limit", "daily_count <= :daily_limit"
    )
