"""The refusal does not say how much of the quota is used."""

NOTICED_BY = "Exhausted Daily Quota Is Named In The Refusal"


def apply() -> None:
    """Leave it out."""
    from manuel_sandbox.domain.errors import QuotaExceededError
    from manuel_sandbox.domain.quota import Quota

    Quota._exceeded = lambda self, quota, limit, counters, ends: QuotaExceededError(
        f"The {quota} quota is used up.", retry_after=3600
    )
