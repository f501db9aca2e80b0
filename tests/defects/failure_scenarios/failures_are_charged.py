"""A question is charged whether or not it is answered."""

NOTICED_BY = "Throttled Model Is Reported As Unavailable And Not Charged"


def apply() -> None:
    """Refund nothing."""
    from manuel_sandbox.domain.quota import Quota

    Quota.release = lambda self, reservation: None
