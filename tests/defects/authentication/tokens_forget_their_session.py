"""Tokens have another `origin_jti` after each refresh."""

NOTICED_BY = "Tokens Tell Which Session They Belong To"


def apply() -> None:
    """Make a new one each time."""
    import uuid

    from aws_stand_in.overlays.cognito import token_claims

    common_claims = token_claims.common_claims

    def claims_of_a_new_session(user, **about):
        return common_claims(user, **{**about, "origin_jti": str(uuid.uuid4())})

    token_claims.common_claims = claims_of_a_new_session
