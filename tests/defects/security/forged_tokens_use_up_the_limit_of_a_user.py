"""Requests count for the user whom their token names before it is verified, so that anybody uses up the limit of others."""

NOTICED_BY = "Forged Tokens Do Not Use Up The Limit Of The User They Name"
MENTIONS = "429"


def apply() -> None:
    """Count requests that are refused for their token as well."""
    import base64
    import json
    from contextlib import suppress

    from api_gateway.authorizer import CognitoAuthorizer, UnauthorizedError
    from manuel_sandbox.domain.errors import RateLimitExceededError
    from manuel_sandbox.domain.rate_limit import RateLimit

    initialise, authorize = RateLimit.__init__, CognitoAuthorizer.authorize
    limits = []

    def remember(self, **options):
        initialise(self, **options)
        limits.append(self)

    def count_refused(self, authorization):
        try:
            return authorize(self, authorization)
        except UnauthorizedError:
            with suppress(ValueError, IndexError, KeyError, RateLimitExceededError):
                claims = (authorization or "").split(".")[1]
                limits[-1].check(json.loads(base64.urlsafe_b64decode(claims + "=="))["sub"])
            raise

    RateLimit.__init__ = remember
    CognitoAuthorizer.authorize = count_refused
