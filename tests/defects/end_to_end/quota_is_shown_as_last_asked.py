"""The remaining quota is computed with each question, and shown unchanged until the next one."""

NOTICED_BY = "User Sees The Quota Run Out And Come Back"
CHOICES = {"daily_quota": 10}


def apply() -> None:
    """Keep it until the next question."""
    from manuel_sandbox.domain.quota import Quota
    from manuel_sandbox.handlers.usage import GetQuota

    get_quota, settle = GetQuota.__call__, Quota.settle
    shown = {}

    def get_last(self, request):
        if request.user_id not in shown:
            shown[request.user_id] = get_quota(self, request)
        return shown[request.user_id]

    def settle_and_forget(self, reservation, cost):
        settle(self, reservation, cost)
        shown.pop(reservation.user_id, None)

    GetQuota.__call__, Quota.settle = get_last, settle_and_forget
