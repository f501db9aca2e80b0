"""The role is taken from a parameter, as a tool for testers once needed it."""

NOTICED_BY = "Body Or Parameter Does Not Make An Administrator"


def apply() -> None:
    """Look at `role` as well."""
    from manuel_sandbox.handlers.api import ADMIN_GROUP, ApiRequest

    ApiRequest.is_admin = property(
        lambda self: ADMIN_GROUP in self.groups or self.query.get("role") == ADMIN_GROUP
    )
