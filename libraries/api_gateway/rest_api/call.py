"""A request on its way through a REST API: what mapping expressions, templates and functions can see of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from api_gateway.api_call import ApiCall
from api_gateway.api_stage import identifier
from api_gateway.events import IDENTITY_OF_IAM_CALLERS
from api_gateway.received_request import values_by_name


@dataclass(kw_only=True)
class RestCall(ApiCall):
    """A request whose resource and key are known as far as they have been looked for.

    Attributes:
        resource_path: The path of the resource, such as `/orders/{id}`; empty if there is none.
        api_key: The API key and its id; None if none was needed.
    """

    resource_path: str = ""
    api_key: tuple[str, str] | None = None

    @property
    def extended_id(self) -> str:
        """The second id that API Gateway gives a request."""
        return identifier(self.request.request_id)

    @cached_property
    def query_values(self) -> dict[str, list[str]]:
        """The decoded values of the query by name."""
        return values_by_name(self.request.query)

    def context(self) -> dict[str, Any]:
        """Return the request context of an event (Developer Guide, "Input format of a Lambda function for proxy integration")."""
        host = self.request.host
        context: dict[str, Any] = {
            "accountId": self.stage.account_id,
            "apiId": self.stage.api_id,
            "deploymentId": identifier(self.stage.api_id, "deployment"),
            "domainName": host,
            "domainPrefix": host.partition(".")[0],
            "extendedRequestId": self.extended_id,
            "httpMethod": self.request.method,
            "identity": self._identity(),
            "path": f"/{self.stage.name}{self.path}",
            "protocol": self.request.protocol,
            "requestId": self.request.request_id,
            "requestTime": self.time_text,
            "requestTimeEpoch": int(self.begun_at * 1000),
            "resourceId": identifier(self.stage.api_id, self.resource_path),
            "resourcePath": self.resource_path,
            "stage": self.stage.name,
        }
        if self.authorizer is not None:
            context["authorizer"] = dict(self.authorizer)
        return context

    def _identity(self) -> dict[str, Any]:
        identity: dict[str, Any] = {
            **dict.fromkeys(IDENTITY_OF_IAM_CALLERS),
            "sourceIp": self.request.source_ip,
            "userAgent": self.request.header("User-Agent"),
        }
        if self.api_key:
            identity["apiKey"], identity["apiKeyId"] = self.api_key
        return identity
