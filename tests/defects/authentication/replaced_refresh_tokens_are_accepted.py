"""A refresh token that was replaced is accepted for ever."""

NOTICED_BY = "Replaced Refresh Token Is Refused"


def apply() -> None:
    """Forget that it was replaced."""
    from aws_stand_in.overlays.cognito.tokens import TokenStore

    valid_grant = TokenStore.valid_grant

    def valid_if_replaced(self, refresh_token, client):
        grant = self._find_grant(refresh_token, client)
        if grant is not None:
            grant.replaced_at = None
        return valid_grant(self, refresh_token, client)

    TokenStore.valid_grant = valid_if_replaced
