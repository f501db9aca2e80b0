"""Of the groups of a user, only the first five are looked at."""

NOTICED_BY = "Administrator May Be In Many Groups"
MENTIONS = "403"


def apply() -> None:
    """Leave the others out."""
    from dataclasses import replace

    from manuel_sandbox.handlers import endpoint

    read_event = endpoint.read_event

    def read_with_five_groups(event, operation):
        request = read_event(event, operation)
        claims = event["requestContext"].get("authorizer", {}).get("claims", {})
        names = claims.get("cognito:groups", "").split(",")
        return replace(request, groups=frozenset(filter(None, names[:5])))

    endpoint.read_event = read_with_five_groups
