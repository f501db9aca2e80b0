"""All users share one quota."""

NOTICED_BY = "One User's Quota Is Not Another's"


def apply() -> None:
    """Count for all users together."""
    from manuel_sandbox.domain.quota import Quota

    reserve = Quota.reserve
    Quota.reserve = lambda self, user_id, operation, request_id: reserve(
        self, "everybody", operation, request_id
    )
