"""URLs of functions."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.test import Client

from api_gateway.invocation import Invoker
from api_gateway.template_apis import TemplateApis
from application_template.application import CreatedResource
from support.pool_keys import PoolKeys
from support.python_functions import ACCOUNT_ID, REGION, PythonFunctions, function_arn

HOST = f"u1b2c3.lambda-url.{REGION}.on.aws"


@pytest.fixture
def make() -> Iterator[Callable[..., TemplateApis]]:
    """Make the APIs of resources whose functions are Python functions."""
    invokers = []

    def made(handlers: dict[str, Callable[[Any], Any]], *resources: CreatedResource) -> TemplateApis:
        invokers.append(Invoker(PythonFunctions(handlers)))
        return TemplateApis(
            resources,
            invoker=invokers[-1],
            account_id=ACCOUNT_ID,
            region=REGION,
            keys_of=lambda _issuer: PoolKeys(),
        )

    yield made
    for invoker in invokers:
        invoker.close()


def url(name: str, **properties: Any) -> CreatedResource:
    described = {"AuthType": "NONE", "TargetFunctionArn": function_arn(name), **properties}
    return CreatedResource(
        "Url", "AWS::Lambda::Url", function_arn(name), described, {"FunctionUrl": f"https://{HOST}/"}
    )


def test_every_request_becomes_an_event_of_format_2(make: Callable[..., TemplateApis]) -> None:
    (api,) = make({"echo": lambda event: event}, url("echo")).apis()

    event = Client(api.application).put("/any/path?a=1").json

    assert (api.host, api.api_id) == (HOST, "u1b2c3")
    assert event is not None
    assert (event["version"], event["routeKey"], event["rawPath"]) == ("2.0", "$default", "/any/path")
    assert event["requestContext"]["http"]["method"] == "PUT"
    assert event["requestContext"]["apiId"] == "u1b2c3"


def test_failure_is_a_bad_gateway(make: Callable[..., TemplateApis]) -> None:
    def crash(_: Any) -> None:
        raise RuntimeError("boom")

    (api,) = make({"crash": crash}, url("crash")).apis()

    response = Client(api.application).get("/")

    assert (response.status_code, response.text) == (502, "Internal Server Error")


def test_origins_of_a_url(make: Callable[..., TemplateApis]) -> None:
    cors = {"AllowOrigins": ["https://app.example.com"], "AllowMethods": ["GET"]}
    (api,) = make({"echo": lambda event: event}, url("echo", Cors=cors)).apis()

    response = Client(api.application).get("/", headers={"Origin": "https://app.example.com"})

    assert response.headers["Access-Control-Allow-Origin"] == "https://app.example.com"


def test_what_is_not_imitated_is_listed(make: Callable[..., TemplateApis]) -> None:
    socket = CreatedResource("Chat", "AWS::ApiGatewayV2::Api", "w1", {"ProtocolType": "WEBSOCKET"})
    apis = make({}, socket, url("echo", AuthType="AWS_IAM"))

    (api,) = apis.apis()

    assert apis.not_imitated() == ["Chat: APIs of the protocol WEBSOCKET are not imitated"]
    assert api.not_imitated() == ["Url, $default: IAM authorization is not imitated; anyone may call it"]
