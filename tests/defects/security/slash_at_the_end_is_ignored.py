"""A path is the same with a slash at its end."""

NOTICED_BY = "Every Path Has Only One Spelling"


def apply() -> None:
    """Take it away."""
    from api_gateway.routes import Routes

    find = Routes.find
    Routes.find = lambda self, path: find(self, path.rstrip("/"))
