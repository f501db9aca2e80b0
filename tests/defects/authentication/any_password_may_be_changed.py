"""Whoever finds an unlocked device changes the password without knowing it."""

NOTICED_BY = "Password Is Changed Only By Those Who Know It"
MENTIONS = "change the password"


def apply() -> None:
    """Do not compare the present password."""
    from moto.cognitoidp.models import CognitoIdpBackend

    change = CognitoIdpBackend.change_password

    def change_any(self, access_token, previous_password, proposed_password):
        for pool in self.user_pools.values():
            if access_token in pool.access_tokens:
                user = self.admin_get_user(pool.id, pool.access_tokens[access_token][1])
                previous_password = user.password
        change(self, access_token, previous_password, proposed_password)

    CognitoIdpBackend.change_password = change_any
