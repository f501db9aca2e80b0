"""The access token of a revoked session still counts at Cognito."""

NOTICED_BY = "Revoked Session Has Ended At Cognito And No Other"


def apply() -> None:
    """Mark the refresh token only."""
    from aws_stand_in.overlays.cognito.tokens import TokenStore

    def revoke(self, refresh_token, client):
        self._find_grant(refresh_token, client).expires_at = 0

    TokenStore.revoke = revoke
