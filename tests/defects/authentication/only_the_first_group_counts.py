"""Of the groups of a user, only the first is looked at."""

NOTICED_BY = "Administrator May Be In Other Groups As Well"
MENTIONS = "403"


def apply() -> None:
    """Leave the others out."""
    from dataclasses import replace

    from manuel_sandbox.handlers import endpoint

    read_event = endpoint.read_event

    def read_with_one_group(event, operation):
        request = read_event(event, operation)
        names = (
            event["requestContext"]
            .get("authorizer", {})
            .get("claims", {})
            .get("cognito:groups", "")
            .split(",")
        )
        return replace(request, groups=frozenset(filter(None, names[:1])))

    endpoint.read_event = read_with_one_group
