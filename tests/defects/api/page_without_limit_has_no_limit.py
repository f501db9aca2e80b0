"""A list without `limit` has as many manuals as there are, up to a hundred."""

NOTICED_BY = "More Manuals Than A Page Has By Default Come On Several Pages"


def apply() -> None:
    """Raise the default."""
    from manuel_sandbox.handlers import pages

    pages.DEFAULT_LIMIT = 100
