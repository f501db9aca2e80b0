"""Refreshed tokens say that the user has just signed in."""

NOTICED_BY = "Refreshed Tokens Tell When The User Signed In"
MENTIONS = "auth_time"


def apply() -> None:
    """Take the present time."""
    from aws_stand_in.overlays.cognito import token_claims

    common_claims = token_claims.common_claims
    token_claims.common_claims = lambda user, **about: common_claims(
        user, **{**about, "signed_in_at": about["now"]}
    )
