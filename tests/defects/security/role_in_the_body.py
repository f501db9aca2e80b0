"""A body can declare its sender an administrator."""

NOTICED_BY = "Body Or Parameter Does Not Make An Administrator"


def apply() -> None:
    """Read `is_admin` too."""
    from manuel_sandbox.handlers.api import ADMIN_GROUP, HandlerRequest

    HandlerRequest.is_admin = property(
        lambda self: ADMIN_GROUP in self.groups or b'"is_admin": true' in self.body
    )
