"""`checks` of the health say that everything is healthy, whatever `status` says."""

NOTICED_BY = "Health Is Degraded While A Breaker Is Open"


def apply() -> None:
    """Say so."""
    from manuel_sandbox.handlers.health import GetHealth

    answer = GetHealth.__call__

    def all_is_well(self, request):
        response = answer(self, request)
        response.body["checks"] = dict.fromkeys(response.body["checks"], "healthy")
        return response

    GetHealth.__call__ = all_is_well
