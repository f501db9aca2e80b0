"""Fetching a manual counts as a question."""

NOTICED_BY = "Fetching A Manual Is Not Counted"


def apply() -> None:
    """Reserve a question for each fetch."""
    from decimal import Decimal

    from manuel_sandbox.domain.costs import Cost
    from manuel_sandbox.parts import Parts

    operations = Parts._manual_operations

    def counted(self):
        every = operations(self)
        fetch = every["downloadManual"]

        def counted_fetch(request):
            with self.quota.reserve(request.user_id, "query", request.request_id) as reservation:
                response = fetch(request)
                reservation.confirm(Cost("query", Decimal()))
            return response

        return every | {"downloadManual": counted_fetch}

    Parts._manual_operations = counted
