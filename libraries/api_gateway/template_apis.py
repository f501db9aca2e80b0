"""The APIs of a CloudFormation template, as WSGI applications."""

import time
from collections.abc import Callable, Sequence

from api_gateway.invocation import Invoker
from api_gateway.rest_api.api import RestApi
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
        clock: Returns epoch seconds.
    """

    def __init__(
        self,
        resources: Sequence[CreatedResource],
        *,
        invoker: Invoker,
        account_id: str,
        region: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._resources = resources
        self._invoker = invoker
        self._account_id = account_id
        self._region = region
        self._clock = clock

    def rest_apis(self) -> dict[str, RestApi]:
        """Return the REST APIs by their ids."""
        return {
            one.physical_id: self._rest_api(one)
            for one in self._resources
            if one.type == "AWS::ApiGateway::RestApi"
        }

    def _rest_api(self, resource: CreatedResource) -> RestApi:
        definition = read_rest_api(resource, self._resources)
        return RestApi(
            definition,
            invoker=self._invoker,
            authorizers={},
            guard=UsagePlans(definition.api_id, definition.api_key_source, self._resources, self._clock),
            account_id=self._account_id,
            region=self._region,
        )
