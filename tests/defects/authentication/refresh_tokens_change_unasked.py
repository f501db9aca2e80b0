"""Refreshing replaces the refresh token although the app client does not ask for it."""

NOTICED_BY = "Refresh Token Stays The Same If It Is Not To Be Replaced"


def apply() -> None:
    """Replace it each time."""
    from aws_stand_in.overlays.cognito.tokens import TokenStore

    refresh = TokenStore.refresh

    def refresh_and_replace(self, refresh_token, client, *more):
        tokens = refresh(self, refresh_token, client, *more)
        return {**tokens, "RefreshToken": self._rotate(client, self._find_grant(refresh_token, client))}

    TokenStore.refresh = refresh_and_replace
