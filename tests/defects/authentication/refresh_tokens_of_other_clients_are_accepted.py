"""A refresh token yields tokens for any app client."""

NOTICED_BY = "Refresh Token Is Bound To Its App Client"


def apply() -> None:
    """Move the session to the app client that asks."""
    from aws_stand_in.overlays.cognito.tokens import TokenStore

    valid_grant = TokenStore.valid_grant

    def valid_for_any_client(self, refresh_token, client):
        grant = self._find_grant(refresh_token, client)
        if grant is not None:
            grant.sign_in.client_id = client.id
        return valid_grant(self, refresh_token, client)

    TokenStore.valid_grant = valid_for_any_client
