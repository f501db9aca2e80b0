"""Functions that misbehave behind an API: the client gets AWS's answer, and the next request is served."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import boto3
import pytest

from aws_stand_in import MockAwsServer
from aws_stand_in.exports import variables
from serverless_application.account import Account
from serverless_application.preparation import TemplateSource
from serverless_application.running_application import RunningApplication, Surroundings

REGION, ACCOUNT = "eu-west-1", "100000000777"
TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: python3.11, Handler: app.handler, CodeUri: code, MemorySize: 128}}
Resources:
  Impatient:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: 2
      Events:
        Rest: {Type: Api, Properties: {Path: /, Method: get}}
        Http: {Type: HttpApi, Properties: {Path: /, Method: get}}
  Patient:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: 29
      Events: {Rest: {Type: Api, Properties: {Path: /patient, Method: get}}}
"""
CODE = """
import os, sys, time
held = []
def handler(event, context):
    answer = {"statusCode": 200, "body": "served"}
    exec((event["queryStringParameters"] or {}).get("code", ""))
    return answer
"""
MISBEHAVIOUR = {
    "crashes": "1 / 0",
    "hangs": "time.sleep(60)",
    "exits": "os._exit(1)",
    "kills itself": "os.abort()",
    "returns a wrong shape": "answer['statusCode'] = 'many'",
    "cannot be serialised": "answer['body'] = {1}",
    "answers too much": "answer['body'] = 'x' * 7_000_000",
    "leaks memory": "while True: held.append(bytearray(8_000_000))",
}


@pytest.fixture(scope="module")
def apis(aws: MockAwsServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Return the URLs of the REST API and the HTTP API, by their logical ids."""
    folder = tmp_path_factory.mktemp("misbehaving")
    (folder / "code").mkdir()
    (folder / "code" / "app.py").write_text(CODE)
    (folder / "template.yaml").write_text(TEMPLATE)
    application, identity = TemplateSource(Path(folder / "template.yaml")).read(ACCOUNT, REGION)
    surroundings = Surroundings(
        stand_in=aws.stand_in,
        account=Account(boto3.Session(ACCOUNT, "any", region_name=REGION), aws.url, identity),
        variables=variables(aws.url, ACCOUNT, REGION),
        wrap_api=lambda api, _base_path: api,
        clock=time.time,
        limits_memory=True,
    )
    running = RunningApplication(application, surroundings)
    running.start()
    yield {api.name: f"{api.base_url}/" for api in running.apis}
    running.stop()


def get(url: str, code: str = "") -> tuple[int, str]:
    """Send a request that lets the function do something, and return status and body."""
    try:
        with urllib.request.urlopen(f"{url}?code={quote(code)}", timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize(
    ("api", "status", "message"),
    [
        ("ServerlessRestApi", 502, "Internal server error"),
        ("ServerlessHttpApi", 500, "Internal Server Error"),
    ],
)
@pytest.mark.parametrize("code", MISBEHAVIOUR.values(), ids=MISBEHAVIOUR)
def test_the_client_gets_an_error_and_the_next_request_is_served(
    apis: dict[str, str], api: str, status: int, message: str, code: str
) -> None:
    answered, body = get(apis[api], code)
    assert (answered, json.loads(body)) == (status, {"message": message})
    assert get(apis[api]) == (200, "served")


@pytest.mark.parametrize("code", ["print('garbage', '\\0' * 1000)", "os.write(2, b'\\xff\\xfe' * 1000)"])
def test_what_a_function_prints_disturbs_nobody(apis: dict[str, str], code: str) -> None:
    assert get(apis["ServerlessRestApi"], code) == (200, "served")


def test_two_hundred_requests_at_once_are_served(apis: dict[str, str]) -> None:
    url = f"{apis['ServerlessRestApi']}patient"
    with ThreadPoolExecutor(200) as threads:
        answers = list(threads.map(lambda _: get(url, "time.sleep(0.1)"), range(200)))
    assert answers == [(200, "served")] * 200
