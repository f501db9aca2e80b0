"""The role can be set with a query parameter."""

NOTICED_BY = "Body Or Parameter Does Not Make An Administrator"


def apply() -> None:
    """Read `role` too."""
    from manuel_sandbox.handlers.api import ADMIN_GROUP, HandlerRequest

    HandlerRequest.is_admin = property(
        lambda self: ADMIN_GROUP in self.groups or self.query.get("role") == ADMIN_GROUP
    )
