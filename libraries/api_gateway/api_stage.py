"""A stage of a template's API."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

REQUEST_TIME = "%d/%b/%Y:%H:%M:%S +0000"
"""How request contexts write when a request came."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of an API.

    Attributes:
        api_id: The id of the API.
        account_id: Whose it is.
        region: Where it is.
        name: Its name.
        variables: Its variables.
    """

    api_id: str
    account_id: str
    region: str
    name: str
    variables: Mapping[str, str]

    def arn_of(self, method: str, path: str) -> str:
        """Return the ARN by which policies name what is called."""
        api = f"arn:aws:execute-api:{self.region}:{self.account_id}:{self.api_id}"
        return f"{api}/{self.name}/{method}{path}"


def identifier(*parts: str) -> str:
    """Return an id of the form that API Gateway's have, the same for the same parts."""
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:10]
