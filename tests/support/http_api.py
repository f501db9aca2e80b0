"""An HTTP API for tests."""

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

API_ID = "h1b2c3d4e5"


class TestedHttpApi:
    """An HTTP API with the stage `$default`, and what its functions have been invoked with."""

    __test__ = False

    def __init__(self, api: Any, functions: PythonFunctions) -> None:
        self.api = api
        self.client = Client(api, use_cookies=False)
        self.functions = functions

    def event_of(self, path: str, *, method: str = "GET", **request: Any) -> Any:
        """Send a request and return the event that it became."""
        response = self.client.open(path, method=method, **request)
        assert response.status_code == 200, response.get_data(as_text=True)
        return self.functions.invocations[-1].event


def route(name: str = "echo", payload_format: str = "2.0", **operation: Any) -> dict[str, Any]:
    """Return a route with a Lambda integration."""
    integration = {
        "httpMethod": "POST",
        "type": "aws_proxy",
        "uri": integration_uri(name),
        "payloadFormatVersion": payload_format,
    }
    return {"x-amazon-apigateway-integration": integration, **operation}


def body_of(paths: Mapping[str, Any], **members: Any) -> dict[str, Any]:
    """Return an OpenAPI document as SAM writes it."""
    return {"openapi": "3.0.1", "info": {"title": "an API"}, "paths": paths, **members}


StartHttpApi = Callable[..., TestedHttpApi]


@pytest.fixture
def start_http_api() -> Iterator[StartHttpApi]:
    """Serve an HTTP API: `start_http_api(body, functions, further resources, stage={...}, **properties)`."""
    invokers = []

    def start(
        body: Mapping[str, Any] | None,
        handlers: Mapping[str, Callable[[Any], Any]] | None = None,
        resources: Sequence[CreatedResource] = (),
        *,
        stage: Mapping[str, Any] | None = None,
        clock: Callable[[], float] = time.time,
        **properties: Any,
    ) -> TestedHttpApi:
        api = CreatedResource("Api", "AWS::ApiGatewayV2::Api", API_ID, {"Body": body, **properties})
        stage_properties = {"ApiId": API_ID, "StageName": "$default", **(stage or {})}
        stages = [CreatedResource("Stage", "AWS::ApiGatewayV2::Stage", "$default", stage_properties)]
        functions = PythonFunctions(
            {"echo": lambda _: {"statusCode": 200, "body": "done"}, **(handlers or {})}
        )
        invokers.append(Invoker(functions))
        apis = TemplateApis(
            [api, *stages, *resources],
            invoker=invokers[-1],
            account_id=ACCOUNT_ID,
            region=REGION,
            keys_of=lambda _issuer: PoolKeys(),
            clock=clock,
        )
        return TestedHttpApi(apis.apis()[0].application, functions)

    yield start
    for invoker in invokers:
        invoker.close()
