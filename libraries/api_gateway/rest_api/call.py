"""A request on its way through a REST API: what mapping expressions, templates and functions can see of it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from api_gateway.api_stage import REQUEST_TIME, Stage, identifier
from api_gateway.events import IDENTITY_OF_IAM_CALLERS
from api_gateway.received_request import ReceivedRequest, values_by_name


@dataclass(kw_only=True)
class RestCall:
    """A request to a stage.

    Attributes:
        request: The request.
        stage: The stage that it was sent to.
        path: Its path without the stage.
        resource_path: The path of the resource, such as `/orders/{id}`; empty if there is none.
        path_parameters: The decoded values of the variables in the path.
        authorizer: What the authorizer has found out; None if there is none.
        api_key: The API key and its id; None if none was needed.
        begun_at: Epoch seconds.
    """

    request: ReceivedRequest
    stage: Stage
    path: str
    resource_path: str = ""
    path_parameters: Mapping[str, str] = field(default_factory=dict)
    authorizer: Mapping[str, Any] | None = None
    api_key: tuple[str, str] | None = None
    begun_at: float = field(default_factory=time.time)

    @property
    def method_arn(self) -> str:
        """The ARN by which policies name what is called."""
        return self.stage.arn_of(self.request.method, self.path)

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
            "requestTime": time.strftime(REQUEST_TIME, time.gmtime(self.begun_at)),
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
