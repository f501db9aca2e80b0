"""A failed question stays charged if the table is throttled for a moment when it is given back."""

NOTICED_BY = "Refund Is Made Although The Table Is Busy"


def apply() -> None:
    """Give back in one attempt."""
    from manuel_sandbox.aws.clients import DeadlineExceededError
    from manuel_sandbox.domain.quota import Quota

    give_back = Quota._give_back
    call = "before-send.dynamodb.UpdateItem"

    def give_back_in_one_attempt(self, reservation):
        attempts = []

        def count_attempt(**_):
            attempts.append(1)
            if len(attempts) > 1:
                raise DeadlineExceededError("one attempt has to do")

        events = self._table._clients.dynamodb.meta.events
        events.register(call, count_attempt)
        try:
            give_back(self, reservation)
        finally:
            events.unregister(call, count_attempt)

    Quota._give_back = give_back_in_one_attempt
