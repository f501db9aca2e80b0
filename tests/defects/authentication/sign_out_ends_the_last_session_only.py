"""Signing out ends the latest session and leaves the others."""

NOTICED_BY = "Signing Out Ends The Sessions On All Devices"


def apply() -> None:
    """Revoke one session."""
    from aws_stand_in.overlays.cognito.tokens import TokenStore

    def sign_out(self, location, user):
        sign_ins = self._accounts[location.account_id].sign_ins.get((location.pool.id, user.id))
        if sign_ins:
            sign_ins.pop().revoked = True

    TokenStore.sign_out = sign_out
