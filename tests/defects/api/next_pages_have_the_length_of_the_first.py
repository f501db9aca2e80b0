"""A page token brings the limit of its first page with it, and that of the request is not looked at."""

NOTICED_BY = "Page Size May Change From Page To Page"
MENTIONS = "next_page.count"


def apply() -> None:
    """Remember the limit with the token."""
    from manuel_sandbox.domain import library

    page = library.Library._page
    limits = {}

    def page_of_the_first_length(self, owner, prefix, limit, next_token):
        first_limit = limits.get((owner, prefix, next_token), limit)
        found = page(self, owner, prefix, first_limit, next_token)
        limits[owner, prefix, library._token(found, prefix)] = first_limit
        limits.pop((owner, prefix, None), None)
        return found

    library.Library._page = page_of_the_first_length
