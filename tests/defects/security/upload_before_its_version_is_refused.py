"""An upload in an unknown version of the API is refused after it was done."""

NOTICED_BY = "Refused Requests Have No Effect On Any Route"


def apply() -> None:
    """Look at the version last."""
    from dataclasses import replace

    from manuel_sandbox.domain import versions
    from manuel_sandbox.domain.errors import UnsupportedVersionError
    from manuel_sandbox.handlers.endpoint import Endpoint

    answer = Endpoint._answer

    def answer_first(self, request):
        if self.name == "uploadManual":
            headers = {name: value for name, value in request.headers.items() if name != "api-version"}
            answer_to_upload = answer(self, replace(request, headers=headers))
            try:
                versions.negotiate(request.headers, request.query)
            except UnsupportedVersionError:
                return answer(self, request)
            return answer_to_upload
        return answer(self, request)

    Endpoint._answer = answer_first
