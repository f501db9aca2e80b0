"""A parameter overrides the user of the token."""

NOTICED_BY = "User Can't Be Chosen By A Parameter"


def apply() -> None:
    """Prefer it to the token."""
    from dataclasses import replace

    from manuel_sandbox.handlers import endpoint

    read_event = endpoint.read_event

    def read_event_of(event, operation):
        request = read_event(event, operation)
        return replace(request, user_id=request.query.get("user_id", request.user_id))

    endpoint.read_event = read_event_of
