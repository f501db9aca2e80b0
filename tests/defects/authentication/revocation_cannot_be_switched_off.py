"""Sessions are revoked although the app client switches that off."""

NOTICED_BY = "Session Cannot Be Revoked Where The App Client Says So"


def apply() -> None:
    """Revoke whatever the app client says."""
    from aws_stand_in.overlays.cognito.tokens import TokenStore

    def revoke(self, refresh_token, client):
        self._find_grant(refresh_token, client).sign_in.revoked = True

    TokenStore.revoke = revoke
