"""An access token names the device of the user's first sign-in, whichever it is issued to."""

NOTICED_BY = "Access Token Names Its Device"


def apply() -> None:
    """Remember the first device of each user."""
    from aws_stand_in.overlays.cognito import token_claims

    access_claims, first = token_claims.access_claims, {}

    def claims_with_the_first_device(user, claims, scopes, device_key):
        return access_claims(user, claims, scopes, first.setdefault(user.id, device_key))

    token_claims.access_claims = claims_with_the_first_device
