"""Versions are negotiated only on routes that need no token."""

NOTICED_BY = "Version Is Negotiated On Every Route"


def apply() -> None:
    """Skip the others."""
    from manuel_sandbox.handlers import endpoint

    read_event = endpoint.read_event

    def read_without_version(event, operation):
        request = read_event(event, operation)
        if not request.user_id:
            return request
        from dataclasses import replace

        headers = {
            name: value for name, value in request.headers.items() if name not in ("accept", "api-version")
        }
        return replace(request, headers=headers)

    endpoint.read_event = read_without_version
