"""The routes of versions answer only while the database works, which counts their requests."""

NOTICED_BY = "Versions Are Reported While The Tables Fail"
MENTIONS = "/version"


def apply() -> None:
    """Write each request down."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    answer = Endpoint._answer

    def count_first(self, request):
        if self.name.startswith(("getVersion", "getChangelog")):
            self._is_counted = True
            try:
                return answer(self, request)
            finally:
                self._is_counted = False
        return answer(self, request)

    Endpoint._answer = count_first
