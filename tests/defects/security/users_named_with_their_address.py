"""Responses contain the user's e-mail address besides the id."""

NOTICED_BY = "User's E-Mail Address Is Not Disclosed"


def apply() -> None:
    """Add it."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    call = Endpoint.__call__

    def with_address(self, event, context):
        result = call(self, event, context)
        claims = event["requestContext"].get("authorizer", {}).get("claims", {})
        if "email" in claims:
            named = f'"user_id": "{claims["sub"]}'
            result["body"] = result["body"].replace(named, f"{named} <{claims['email']}>")
        return result

    Endpoint.__call__ = with_address
