"""The group is asked for by the path as it was sent, and the router takes other spellings of it."""

NOTICED_BY = "Reset Route Has Only One Spelling"


def apply() -> None:
    """Join slashes after the check."""
    import re

    from api_gateway.routes import Routes
    from manuel_sandbox.handlers.api import ADMIN_GROUP, ApiRequest

    find = Routes.find
    guarded = re.compile("/health/circuit-breakers/[^/]+/reset")

    Routes.find = lambda self, path: find(self, re.sub("/+", "/", path))
    ApiRequest.is_admin = property(
        lambda self: ADMIN_GROUP in self.groups or not guarded.fullmatch(self.path)
    )
