"""An invalid page token returns the first page."""

NOTICED_BY = "Made-Up Page Token Is Refused"


def apply() -> None:
    """Start over."""
    from manuel_sandbox.domain.errors import InvalidFieldError
    from manuel_sandbox.domain.library import Library

    page = Library._page

    def first_page(self, owner, prefix, limit, next_token):
        try:
            return page(self, owner, prefix, limit, next_token)
        except InvalidFieldError:
            return page(self, owner, prefix, limit, None)

    Library._page = first_page
