"""Manuals are deleted whatever version of the API is asked for."""

NOTICED_BY = "Unknown Version Is Refused On Every Route"


def apply() -> None:
    """Do not look at the version there."""
    from dataclasses import replace

    from manuel_sandbox.handlers import endpoint

    read_event = endpoint.read_event

    def read_without_version(event, operation):
        request = read_event(event, operation)
        if operation != "deleteManual":
            return request
        headers = {name: value for name, value in request.headers.items() if name != "api-version"}
        return replace(request, headers=headers)

    endpoint.read_event = read_without_version
