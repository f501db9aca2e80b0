"""REST APIs for these tests."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from werkzeug.test import Client

from api_gateway.invocation import Invoker
from api_gateway.template_apis import TemplateApis
from application_template.application import CreatedResource
from support.pool_keys import PoolKeys
from support.python_functions import ACCOUNT_ID, REGION, PythonFunctions, integration_uri

API_ID = "a1b2c3d4e5"


class TestedApi:
    """A REST API with the stage `prod`, and what its functions have been invoked with."""

    __test__ = False

    def __init__(self, api: Any, functions: PythonFunctions) -> None:
        self.api = api
        self.client = Client(api)
        self.functions = functions

    def event_of(self, path: str, *, method: str = "GET", **request: Any) -> Any:
        """Send a request and return the event that it became."""
        response = self.client.open(path, method=method, **request)
        assert response.status_code == 200, response.get_data(as_text=True)
        return self.functions.invocations[-1].event


def proxy(name: str = "echo", **operation: Any) -> dict[str, Any]:
    """Return a method with a Lambda proxy integration."""
    return {
        "x-amazon-apigateway-integration": {
            "httpMethod": "POST",
            "type": "aws_proxy",
            "uri": integration_uri(name),
        },
        **operation,
    }


def body_of(paths: Mapping[str, Any], **members: Any) -> dict[str, Any]:
    """Return a Swagger document as SAM writes it."""
    return {"swagger": "2.0", "info": {"title": "an API"}, "paths": paths, **members}


def echo(event: Any) -> Any:
    """Answer anything."""
    return {"statusCode": 200, "body": "done"}


StartApi = Callable[..., TestedApi]


@pytest.fixture
def start_api() -> Iterator[StartApi]:
    """Serve a REST API: `start_api(body, functions, *further resources, variables={}, **properties)`."""
    invokers = []

    def start(  # noqa: PLR0913 - what an API may have
        body: Mapping[str, Any] | None,
        handlers: Mapping[str, Callable[[Any], Any]] | None = None,
        resources: Sequence[CreatedResource] = (),
        *,
        variables: Mapping[str, str] | None = None,
        stage: Mapping[str, Any] | None = None,
        clock: Callable[[], float] = time.time,
        **properties: Any,
    ) -> TestedApi:
        api = CreatedResource(API_ID, "AWS::ApiGateway::RestApi", API_ID, {"Body": body, **properties})
        stage_properties = {"RestApiId": API_ID, "StageName": "prod", "Variables": variables, **(stage or {})}
        functions = PythonFunctions({"echo": echo, **(handlers or {})})
        invokers.append(Invoker(functions))
        apis = TemplateApis(
            [api, CreatedResource("prod", "AWS::ApiGateway::Stage", "prod", stage_properties), *resources],
            invoker=invokers[-1],
            account_id=ACCOUNT_ID,
            region=REGION,
            keys_of=lambda _issuer: PoolKeys(),
            clock=clock,
        )
        return TestedApi(apis.apis()[0].application, functions)

    yield start
    for invoker in invokers:
        invoker.close()
