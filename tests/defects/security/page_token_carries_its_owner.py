"""The page token contains the owner of the list, and is trusted."""

NOTICED_BY = "Another User's Page Token Reveals Nothing"


def apply() -> None:
    """Write the owner into it."""
    from manuel_sandbox.domain import library

    make_token, read_page = library._token, library.Library._page

    def token_with_owner(page, prefix):
        token = make_token(page, prefix)
        return f"{page.last_key['user_id']} {token}".encode().hex() if token else None

    def page_of_token(self, owner, prefix, limit, next_token):
        if next_token and library.TOKEN.fullmatch(next_token):
            partition, _, next_token = bytes.fromhex(next_token).decode().partition(" ")
            owner = partition.removeprefix("library#")
        return read_page(self, owner, prefix, limit, next_token)

    library._token, library.Library._page = token_with_owner, page_of_token
