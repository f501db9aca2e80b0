"""A quota whose counter can't be written is said to be used up."""

NOTICED_BY = "Request That Cannot Be Counted Is Refused With 503"
MENTIONS = "got 429"


def apply() -> None:
    """Refuse with 429."""
    from datetime import timedelta

    from manuel_sandbox.aws.errors import DependencyRefusedError
    from manuel_sandbox.domain.quota import Counters, Quota
    from manuel_sandbox.times import day_of

    reserve = Quota.reserve

    def blame_the_user(self, user_id, operation, request_id):
        try:
            return reserve(self, user_id, operation, request_id)
        except DependencyRefusedError:
            limits = self._limits
            counters = Counters(limits.daily, limits.daily, 0, limits.monthly)
            tomorrow = day_of(self._clock()) + timedelta(days=1)
            raise self._exceeded("daily", limits.daily, counters, tomorrow) from None

    Quota.reserve = blame_the_user
