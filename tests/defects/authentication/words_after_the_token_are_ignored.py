"""Whatever follows the token in the header is ignored."""

NOTICED_BY = "Nothing May Follow The Token"
MENTIONS = "401"


def apply() -> None:
    """Take the second word."""
    from api_gateway import authorizer

    token_of = authorizer._token

    def second_word(authorization, scheme):
        return token_of(" ".join((authorization or "").split(" ")[:2]), scheme)

    authorizer._token = second_word
