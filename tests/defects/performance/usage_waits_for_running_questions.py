"""The usage is returned only when no question is in progress."""

NOTICED_BY = "Slow Questions Do Not Hold Up Other Requests"


def apply() -> None:
    """Wait until all are answered."""
    import threading

    from manuel_sandbox.handlers.endpoint import Endpoint
    from manuel_sandbox.handlers.usage import GetUsage

    answer, get_usage = Endpoint._answer, GetUsage.__call__
    changed = threading.Condition()
    under_way = []

    def answer_and_tell(self, request):
        if self.name != "query":
            return answer(self, request)
        under_way.append(request)
        try:
            return answer(self, request)
        finally:
            with changed:
                under_way.remove(request)
                changed.notify_all()

    def get_exact_usage(self, request):
        with changed:
            changed.wait_for(lambda: not under_way)
        return get_usage(self, request)

    Endpoint._answer, GetUsage.__call__ = answer_and_tell, get_exact_usage
