"""What a tester could write in Python."""

from typing import Any

import boto3
import requests
from requests.adapters import HTTPAdapter

from ManuelEnvironment import current_environment

BODY = {"question": "How do I descale it?"}


def post_with_requests(url: str) -> None:
    requests.post(url, json=BODY, timeout=30)


def post_with_an_adapter(url: str) -> None:
    HTTPAdapter().send(requests.Request("POST", url, json=BODY).prepare(), timeout=30)


def sign_out_everywhere() -> None:
    _client("cognito-idp").global_sign_out(AccessToken="token")


def create_user() -> None:
    _client("cognito-idp").admin_create_user(UserPoolId="eu-west-1_Pool1", Username="someone@example.com")


def put_item() -> None:
    _client("dynamodb").put_item(TableName="table", Item={"id": {"S": "1"}})


def put_item_with_own_client() -> None:
    boto3.client("dynamodb", region_name="eu-west-1").put_item(TableName="table", Item={"id": {"S": "1"}})


def invoke_model() -> None:
    _client("bedrock-runtime").invoke_model(modelId="model", body=b"{}")


def try_wrong_passwords(times: int) -> None:
    client: Any = _client("cognito-idp")
    for _ in range(times):
        try:
            client.initiate_auth(
                ClientId="client1",
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": "someone@example.com", "PASSWORD": "wrong"},
            )
        except client.exceptions.NotAuthorizedException:
            continue


def _client(service: str) -> Any:
    return current_environment().aws_client(service)
