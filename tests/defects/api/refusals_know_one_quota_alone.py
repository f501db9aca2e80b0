"""A refusal for lack of quota shows the other quota as unused."""

NOTICED_BY = "Every Refusal For Lack Of Quota Says What Is Used"


def apply() -> None:
    """Fill in nothing for the other one."""
    from manuel_sandbox.domain.quota import Quota

    exceeded = Quota._exceeded

    def of_one(self, quota, limit, counters, ends):
        error = exceeded(self, quota, limit, counters, ends)
        other = "monthly" if quota == "daily" else "daily"
        error.usage_info = {**error.usage_info, f"{other}_used": 0}
        return error

    Quota._exceeded = of_one
