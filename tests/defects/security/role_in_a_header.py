"""A header with a role is trusted, whoever sends it."""

NOTICED_BY = "Header Does Not Make An Administrator"


def apply() -> None:
    """Read `X-Role` too."""
    from manuel_sandbox.handlers.api import ADMIN_GROUP, HandlerRequest

    HandlerRequest.is_admin = property(
        lambda self: ADMIN_GROUP in self.groups or self.headers.get("x-role") == ADMIN_GROUP
    )
