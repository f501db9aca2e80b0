"""The whole daily count is attributed to questions."""

NOTICED_BY = "Usage Is Broken Down By Operation"


def apply() -> None:
    """Ignore the operation."""
    from manuel_sandbox.domain.quota import Quota

    count = Quota._count

    Quota._count = lambda self, user_id, day, operation, request_id: count(
        self, user_id, day, "query", request_id
    )
