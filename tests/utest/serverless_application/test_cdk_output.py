"""A REST API as AWS CDK synthesizes it: resources, methods and an authorizer, each a resource of the template."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

PATIENCE_SECONDS = 30.0


@pytest.fixture(scope="module")
def url(start_application: Any) -> Iterator[str]:
    application = start_application("cdk_output")
    yield application.outputs()["ApiEndpoint4F160690"]
    application.stop()


def test_the_root_of_the_api_is_served(url: str) -> None:
    answer = requests.get(url, timeout=PATIENCE_SECONDS).json()

    assert (answer["resource"], answer["httpMethod"], answer["who"]) == ("/", "GET", None)


def test_greedy_resource_behind_an_authorizer(url: str) -> None:
    def put(**headers: str) -> requests.Response:
        return requests.put(f"{url}items/a/b", headers=headers, timeout=PATIENCE_SECONDS)

    answer = put(**{"X-Word": "please"}).json()

    assert (answer["resource"], answer["pathParameters"]) == ("/items/{proxy+}", {"proxy": "a/b"})
    assert (answer["httpMethod"], answer["who"]) == ("PUT", "polite")
    assert [put().status_code, put(**{"X-Word": "now"}).status_code] == [401, 403]


def test_a_preflight_request_is_answered(url: str) -> None:
    response = requests.options(f"{url}items", timeout=PATIENCE_SECONDS)

    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "https://app.example.com"
    assert response.headers["Vary"] == "Origin"


def test_model_of_a_method(url: str) -> None:
    def post(**body: Any) -> requests.Response:
        return requests.post(f"{url}items", json=body, timeout=PATIENCE_SECONDS)

    assert post(name="cup").json()["body"] == '{"name": "cup"}'
    assert (post(name=7).status_code, post().json()) == (400, {"message": "Invalid request body"})
