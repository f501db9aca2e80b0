"""Cognito's own calls take access tokens that have expired."""

NOTICED_BY = "Access Token Expires At Cognito After An Hour"
MENTIONS = "Cognito accepted it"


def apply() -> None:
    """Keep them for a day longer."""
    from aws_stand_in.overlays.cognito.tokens import TokenStore

    tokens = TokenStore._tokens

    def tokens_for_longer(self, grant, client, user, occasion):
        made = tokens(self, grant, client, user, occasion)
        self._accounts[client.location.account_id].access_tokens[made["AccessToken"]].expires_at += 86400
        return made

    TokenStore._tokens = tokens_for_longer
