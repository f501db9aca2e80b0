"""A version that is named in `Accept` or as a parameter counts for requests that read, and is ignored for others."""

NOTICED_BY = "Unknown Version Is Refused On Every Route"


def apply() -> None:
    """Read all ways only for operations that read."""
    from dataclasses import replace

    from manuel_sandbox.handlers.endpoint import Endpoint

    answer = Endpoint._answer

    def without_the_other_ways(self, request):
        if self.name.startswith(("get", "list")):
            return answer(self, request)
        headers = {name: value for name, value in request.headers.items() if name != "accept"}
        query = {name: value for name, value in request.query.items() if name != "version"}
        return answer(self, replace(request, headers=headers, query=query))

    Endpoint._answer = without_the_other_ways
