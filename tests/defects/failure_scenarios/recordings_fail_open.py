"""A recording is transcribed without a count if the quota's counter can't be written."""

NOTICED_BY = "Request That Cannot Be Counted Is Refused With 503"
MENTIONS = "Expected status 503"


def apply() -> None:
    """Let one operation continue without a count."""
    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.quota import Counters, Quota, Reservation
    from manuel_sandbox.times import day_of

    reserve = Quota.reserve

    def reserve_if_possible(self, user_id, operation, request_id):
        try:
            return reserve(self, user_id, operation, request_id)
        except DependencyError:
            if operation == "query":
                raise
            unknown = Counters(0, self._limits.daily, 0, self._limits.monthly)
            return Reservation(self, user_id, request_id, operation, day_of(self._clock()), unknown, True)

    Quota.reserve = reserve_if_possible
