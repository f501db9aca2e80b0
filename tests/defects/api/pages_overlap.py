"""Each page begins with the last manual of the previous page."""

NOTICED_BY = "Manuals Are Listed Page By Page"


def apply() -> None:
    """Point one entry back."""
    from manuel_sandbox.domain import library

    def token_of_the_last_but_one(page, prefix):
        if page.last_key is None:
            return None
        rows = page.rows if len(page.rows) > 1 else (page.last_key, page.last_key)
        return rows[-2]["date"].removeprefix(prefix).encode().hex()

    library._token = token_of_the_last_but_one
