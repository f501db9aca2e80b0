"""The APIs of a CloudFormation template, as WSGI applications."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api_gateway.authorizer import KeySource
from api_gateway.authorizers.definition import AuthorizerDefinition
from api_gateway.authorizers.function import DecidingFunction
from api_gateway.http_api.api import HttpApi, HttpAuthorizer
from api_gateway.http_api.authorizers import HttpFunctionAuthorizer, JwtAuthorizer
from api_gateway.http_api.cloudformation import read_http_api
from api_gateway.http_api.definition import HttpApiDefinition
from api_gateway.http_api.function_url import host_of, read_function_url
from api_gateway.invocation import Invoker
from api_gateway.rest_api.api import RestApi, RestAuthorizer
from api_gateway.rest_api.authorizers import RestFunctionAuthorizer, UserPoolAuthorizer
from api_gateway.rest_api.cloudformation import read_rest_api
from api_gateway.rest_api.definition import RestApiDefinition
from api_gateway.rest_api.usage_plans import UsagePlans
from application_template.application import CreatedResource

REST_API, HTTP_API, FUNCTION_URL = (
    "AWS::ApiGateway::RestApi",
    "AWS::ApiGatewayV2::Api",
    "AWS::Lambda::Url",
)


@dataclass(frozen=True, slots=True)
class TemplateApi:
    """An API of a template.

    Attributes:
        logical_id: The logical id of its resource.
        host: The host at which AWS would serve it.
        application: What serves it.
    """

    logical_id: str
    host: str
    application: RestApi | HttpApi

    @property
    def api_id(self) -> str:
        """Its id."""
        return self.application.definition.api_id

    def not_imitated(self) -> list[str]:
        """Return a line for everything in it that is not imitated."""
        return [f"{self.logical_id}, {line}" for line in self.application.definition.not_imitated()]


class TemplateApis:
    """Makes the APIs of one template.

    Args:
        resources: All resources of the template, with references replaced by physical values.
        invoker: Invokes the functions.
        account_id: The account that the APIs belong to.
        region: The region that they are in.
        keys_of: Returns the public keys of an issuer of tokens, such as
            `https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a1B2c3D4e`.
        clock: Returns epoch seconds.
    """

    def __init__(  # noqa: PLR0913 - what APIs are made of
        self,
        resources: Sequence[CreatedResource],
        *,
        invoker: Invoker,
        account_id: str,
        region: str,
        keys_of: Callable[[str], KeySource],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._resources = resources
        self._invoker = invoker
        self._account_id = account_id
        self._region = region
        self._keys_of = keys_of
        self._clock = clock
        self._usage_plans: list[UsagePlans] = []

    def apis(self) -> list[TemplateApi]:
        """Return all APIs, in the order of the template."""
        made = (self._made(resource) for resource in self._resources)
        return [api for api in made if api is not None]

    def reset_usage(self) -> None:
        """Let all usage plans count anew."""
        for plans in self._usage_plans:
            plans.reset()

    def not_imitated(self) -> list[str]:
        """Return a line for every API that is not imitated."""
        return [
            f"{one.logical_id}: APIs of the protocol {one.properties['ProtocolType']} are not imitated"
            for one in self._resources
            if one.type == HTTP_API and not _is_http(one)
        ]

    def _made(self, resource: CreatedResource) -> TemplateApi | None:
        if resource.type == REST_API:
            return self._at_execute_api(resource, self._rest_api(resource))
        if resource.type == HTTP_API and _is_http(resource):
            return self._at_execute_api(resource, self._http_api(read_http_api(resource, self._resources)))
        if resource.type == FUNCTION_URL:
            api = self._http_api(read_function_url(resource))
            return TemplateApi(resource.logical_id, host_of(resource), api)
        return None

    def _at_execute_api(self, resource: CreatedResource, api: RestApi | HttpApi) -> TemplateApi:
        host = f"{resource.physical_id}.execute-api.{self._region}.amazonaws.com"
        return TemplateApi(resource.logical_id, host, api)

    def _rest_api(self, resource: CreatedResource) -> RestApi:
        definition = read_rest_api(resource, self._resources)
        return RestApi(
            definition,
            invoker=self._invoker,
            authorizers={name: self._rest_authorizer(one) for name, one in definition.authorizers.items()},
            guard=self._usage_plans_of(definition),
            account_id=self._account_id,
            region=self._region,
        )

    def _usage_plans_of(self, definition: RestApiDefinition) -> UsagePlans:
        plans = UsagePlans(definition.api_id, definition.api_key_source, self._resources, self._clock)
        self._usage_plans.append(plans)
        return plans

    def _rest_authorizer(self, definition: AuthorizerDefinition) -> RestAuthorizer:
        if definition.kind == "cognito":
            return UserPoolAuthorizer(definition, self._keys_of, self._clock)
        return RestFunctionAuthorizer(definition, self._deciding_function(definition))

    def _http_api(self, definition: HttpApiDefinition) -> HttpApi:
        return HttpApi(
            definition,
            invoker=self._invoker,
            authorizers={name: self._http_authorizer(one) for name, one in definition.authorizers.items()},
            account_id=self._account_id,
            region=self._region,
            clock=self._clock,
        )

    def _http_authorizer(self, definition: AuthorizerDefinition) -> HttpAuthorizer:
        if definition.kind == "jwt":
            return JwtAuthorizer(definition, self._keys_of, self._clock)
        return HttpFunctionAuthorizer(definition, self._deciding_function(definition))

    def _deciding_function(self, definition: AuthorizerDefinition) -> Callable[[str], DecidingFunction]:
        return lambda function: DecidingFunction(
            function,
            invoker=self._invoker,
            cache_seconds=definition.cache_seconds,
            clock=self._clock,
        )


def _is_http(resource: CreatedResource) -> bool:
    return bool(resource.properties.get("ProtocolType", "HTTP") == "HTTP")
