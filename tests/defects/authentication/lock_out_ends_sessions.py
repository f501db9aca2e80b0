"""Whoever tries a user's password often enough ends the user's sessions."""

NOTICED_BY = "Locked Out User Stays Signed In"
MENTIONS = "Password attempts exceeded"


def apply() -> None:
    """Refuse refresh tokens of users who are locked out."""
    from aws_stand_in.overlays.cognito.errors import not_authorized
    from aws_stand_in.overlays.cognito.sign_in import SignInOverlay

    refresh = SignInOverlay._refresh

    def refresh_if_not_locked(self, attempt):
        client = attempt.client
        grant = self._tokens.valid_grant(attempt.answers["REFRESH_TOKEN"], client)
        user = (client.location.account_id, client.pool.id, grant.sign_in.user_id)
        if self._lock_out.is_locked(*user):
            raise not_authorized("Password attempts exceeded")
        return refresh(self, attempt)

    SignInOverlay._refresh = refresh_if_not_locked
