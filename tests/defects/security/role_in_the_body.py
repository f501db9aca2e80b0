"""Whoever says in the body to be an administrator is one."""

NOTICED_BY = "Body Or Parameter Does Not Make An Administrator"


def apply() -> None:
    """Look at `is_admin` as well."""
    from manuel_sandbox.handlers.api import ADMIN_GROUP, ApiRequest

    ApiRequest.is_admin = property(
        lambda self: ADMIN_GROUP in self.groups or b'"is_admin": true' in self.body
    )
