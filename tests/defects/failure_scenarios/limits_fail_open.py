"""Users whose requests can't be counted have no limit."""

NOTICED_BY = "Question Is Refused And Not Charged While The Tables Are Throttled"


def apply() -> None:
    """Continue without a count."""
    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.quota import Counters, Quota, Reservation
    from manuel_sandbox.domain.rate_limit import RateLimit
    from manuel_sandbox.times import day_of

    check = RateLimit.check
    reserve = Quota.reserve

    def check_if_possible(self, user_id):
        try:
            check(self, user_id)
        except DependencyError:
            return

    def reserve_if_possible(self, user_id, operation, request_id):
        try:
            return reserve(self, user_id, operation, request_id)
        except DependencyError:
            unlimited = Counters(0, self._limits.daily, 0, self._limits.monthly)
            return Reservation(self, user_id, request_id, operation, day_of(self._clock()), unlimited)

    RateLimit.check = check_if_possible
    Quota.reserve = reserve_if_possible
