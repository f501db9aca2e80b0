"""The APIs of a CloudFormation template, as WSGI applications."""

import time
from collections.abc import Callable, Sequence

from api_gateway.authorizer import KeySource
from api_gateway.authorizers.definition import AuthorizerDefinition
from api_gateway.authorizers.function import DecidingFunction
from api_gateway.http_api.api import HttpApi, HttpAuthorizer
from api_gateway.http_api.authorizers import HttpFunctionAuthorizer, JwtAuthorizer
from api_gateway.http_api.cloudformation import read_http_api
from api_gateway.invocation import Invoker
from api_gateway.rest_api.api import RestApi, RestAuthorizer
from api_gateway.rest_api.authorizers import RestFunctionAuthorizer, UserPoolAuthorizer
from api_gateway.rest_api.cloudformation import read_rest_api
from api_gateway.rest_api.usage_plans import UsagePlans
from application_template.application import CreatedResource


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

    def rest_apis(self) -> dict[str, RestApi]:
        """Return the REST APIs by their ids."""
        return {
            one.physical_id: self._rest_api(one)
            for one in self._resources
            if one.type == "AWS::ApiGateway::RestApi"
        }

    def http_apis(self) -> dict[str, HttpApi]:
        """Return the HTTP APIs by their ids."""
        return {
            one.physical_id: self._http_api(one)
            for one in self._resources
            if one.type == "AWS::ApiGatewayV2::Api" and one.properties.get("ProtocolType", "HTTP") == "HTTP"
        }

    def _rest_api(self, resource: CreatedResource) -> RestApi:
        definition = read_rest_api(resource, self._resources)
        return RestApi(
            definition,
            invoker=self._invoker,
            authorizers={name: self._rest_authorizer(one) for name, one in definition.authorizers.items()},
            guard=UsagePlans(definition.api_id, definition.api_key_source, self._resources, self._clock),
            account_id=self._account_id,
            region=self._region,
        )

    def _rest_authorizer(self, definition: AuthorizerDefinition) -> RestAuthorizer:
        if definition.kind == "cognito":
            return UserPoolAuthorizer(definition, self._keys_of, self._clock)
        return RestFunctionAuthorizer(definition, self._deciding_function(definition))

    def _http_api(self, resource: CreatedResource) -> HttpApi:
        definition = read_http_api(resource, self._resources)
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
