"""The role that a proxy used to write into a header is believed to anybody who writes it."""

NOTICED_BY = "Header Does Not Make An Administrator"


def apply() -> None:
    """Look at `X-Role` as well."""
    from manuel_sandbox.handlers.api import ADMIN_GROUP, ApiRequest

    ApiRequest.is_admin = property(
        lambda self: ADMIN_GROUP in self.groups or self.headers.get("x-role") == ADMIN_GROUP
    )
