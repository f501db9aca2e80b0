"""A list without `limit` ends after twenty manuals, and says that there are no more."""

NOTICED_BY = "More Manuals Than A Page Has By Default Come On Several Pages"


def apply() -> None:
    """Give no token with a page of the default size."""
    from manuel_sandbox.domain.library import Library
    from manuel_sandbox.handlers.pages import DEFAULT_LIMIT

    manuals = Library.manuals

    def without_token(self, owner, *, limit, next_token):
        page, token = manuals(self, owner, limit=limit, next_token=next_token)
        return page, None if limit == DEFAULT_LIMIT else token

    Library.manuals = without_token
