"""The quota is exceeded only after one question more."""

NOTICED_BY = "Used Up Day Is Refused By Name"


def apply() -> None:
    """Allow one more."""
    from manuel_sandbox.domain import quota

    quota.MAY_BE_COUNTED = quota.MAY_BE_COUNTED.replace(
        "daily_count < :daily_limit", "daily_count <= :daily_limit"
    )
