"""Paths are not case-sensitive."""

NOTICED_BY = "Every Path Has Only One Spelling"


def apply() -> None:
    """Fold it."""
    from api_gateway.routes import Routes

    find = Routes.find
    Routes.find = lambda self, path: find(self, path.lower())
