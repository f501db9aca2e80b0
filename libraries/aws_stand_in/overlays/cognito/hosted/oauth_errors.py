"""How OAuth 2.0 endpoints refuse a request.

Source: RFC 6749, sections 4.1.2.1 and 5.2; RFC 6750, section 3; Amazon Cognito Developer Guide, "Token endpoint".
"""

import json

from aws_stand_in.aws_response import AwsResponse

NOT_STORED = {
    "Content-Type": "application/json;charset=UTF-8",
    "Cache-Control": "no-store",
    "Pragma": "no-cache",
}


class OAuthError(Exception):
    """A refusal.

    Args:
        code: The error code, such as `invalid_grant`.
        description: What is wrong, for developers.
        status: The HTTP status.
    """

    def __init__(self, code: str, description: str = "", *, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.description = description
        self.status = status

    def response(self) -> AwsResponse:
        """Return the refusal as JSON; one about an access token has a header too."""
        body = {"error": self.code, **({"error_description": self.description} if self.description else {})}
        headers = dict(NOT_STORED)
        if self.status in (401, 403):
            headers["WWW-Authenticate"] = (
                f'Bearer error="{self.code}", error_description="{self.description}"'
            )
        return AwsResponse(self.status, headers, json.dumps(body).encode())
