"""The group is checked by the path as it was sent, but the router accepts other spellings."""

NOTICED_BY = "Reset Route Has Only One Spelling"


def apply() -> None:
    """Normalise slashes after the check."""
    import re

    from api_gateway.routes import Routes
    from manuel_sandbox.handlers.api import ADMIN_GROUP, HandlerRequest

    find = Routes.find
    guarded = re.compile("/health/circuit-breakers/[^/]+/reset")

    Routes.find = lambda self, path: find(self, re.sub("/+", "/", path))
    HandlerRequest.is_admin = property(
        lambda self: ADMIN_GROUP in self.groups or not guarded.fullmatch(self.path)
    )
