"""A question is charged whether or not it is answered."""

NOTICED_BY = "Bedrock Throttling"


def apply() -> None:
    """Refund nothing."""
    from manuel_sandbox.domain.quota import Quota

    Quota.release = lambda self, reservation: None
