"""A trailing slash in a path is ignored."""

NOTICED_BY = "Every Path Has Only One Spelling"


def apply() -> None:
    """Remove it."""
    from api_gateway.routes import Routes

    find = Routes.find
    Routes.find = lambda self, path: find(self, path.rstrip("/"))
