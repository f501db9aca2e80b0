"""The names of a user's groups are joined and cut at commas, so that the group `other,admin` makes its members administrators."""

NOTICED_BY = "Only The Group Named Admin Makes An Administrator"
MENTIONS = "403"


def apply() -> None:
    """Join whatever the names have."""
    from api_gateway import authorizer

    as_strings = authorizer._as_strings

    def join(claims):
        groups = claims.get("cognito:groups")
        joined = {"cognito:groups": ",".join(groups)} if isinstance(groups, list) else {}
        return {**as_strings(claims), **joined}

    authorizer._as_strings = join
