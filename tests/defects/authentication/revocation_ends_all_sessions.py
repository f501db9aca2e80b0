"""Revoking the refresh token of one device ends the sessions on all."""

NOTICED_BY = "Revoked Session Has Ended At Cognito And No Other"


def apply() -> None:
    """Revoke every session of the user."""
    from aws_stand_in.overlays.cognito.tokens import TokenStore

    def revoke(self, refresh_token, client):
        user_id = self._find_grant(refresh_token, client).sign_in.user_id
        self.sign_out(client.location, client.find_user(user_id))

    TokenStore.revoke = revoke
