"""A token of more than two kilobytes, as that of a user in many groups, is refused."""

NOTICED_BY = "Administrator May Be In Many Groups"
MENTIONS = "401"


def apply() -> None:
    """Expect the length of a token of a user without groups."""
    from api_gateway import authorizer

    authorizer.MAXIMUM_TOKEN_BYTES = 2048
