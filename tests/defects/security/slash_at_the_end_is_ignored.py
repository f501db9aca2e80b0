"""A path is the same with a slash at its end."""

NOTICED_BY = "Other Spellings Of A Path Lead Nowhere"


def apply() -> None:
    """Take it away."""
    from api_gateway.routes import Routes

    find = Routes.find
    Routes.find = lambda self, path: find(self, path.rstrip("/"))
