"""Whoever tries a user's password often enough ends the user's sessions."""

NOTICED_BY = "Locked Out User Stays Signed In"
MENTIONS = "Password attempts exceeded"


def apply() -> None:
    """Refuse refresh tokens of users who are locked out."""
    from aws_stand_in.overlays.cognito.refusals import not_authorized
    from aws_stand_in.overlays.cognito.sign_in import SignInOverlay

    refresh = SignInOverlay._refresh

    def refresh_if_not_locked(self, client, authentication, metadata):
        grant = self._tokens.valid_grant(authentication["REFRESH_TOKEN"], client)
        attempt = (client.location.account_id, client.pool.id, grant.sign_in.user_id)
        if self._lock_out.is_locked(*attempt):
            raise not_authorized("Password attempts exceeded")
        return refresh(self, client, authentication, metadata)

    SignInOverlay._refresh = refresh_if_not_locked
