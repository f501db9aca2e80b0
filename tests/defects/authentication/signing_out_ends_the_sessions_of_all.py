"""Whoever signs out ends the sessions of all users of the pool."""

NOTICED_BY = "Signing Out Leaves Other Users Signed In"
MENTIONS = "revoked"


def apply() -> None:
    """Revoke all."""
    from aws_stand_in.overlays.cognito.tokens import TokenStore

    def sign_out_all(self, location, user):
        account = self._accounts[location.account_id]
        for sign_ins in account.sign_ins.values():
            for sign_in in sign_ins:
                sign_in.revoked = True

    TokenStore.sign_out = sign_out_all
