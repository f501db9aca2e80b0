"""A question is charged whatever becomes of it."""

NOTICED_BY = "Bedrock Throttling"


def apply() -> None:
    """Give nothing back."""
    from manuel_sandbox.domain.quota import Quota

    Quota.release = lambda self, reservation: None
