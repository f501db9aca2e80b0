"""Settings of a template that have no effect here."""

from typing import Any

import pytest

from application_template.application import CreatedResource, TemplateResource
from application_template.errors import TemplateError
from serverless_application.checks import check
from serverless_application.token_keys import can_be_asked
from serverless_application.unimitated import notes_on


@pytest.mark.parametrize(
    ("kind", "properties", "refusal"),
    [
        (
            "AWS::Lambda::Function",
            {
                "Code": {"ZipFile": "def now(event, context): pass"},
                "Handler": "app.now",
                "Runtime": "python3.11",
                "FileSystemConfigs": [{"Arn": "arn:x", "LocalMountPath": "/mnt/x"}],
            },
            "Resources/One: FileSystemConfigs: file systems cannot be imitated; take them out by a condition",
        ),
        (
            "AWS::Lambda::Url",
            {"AuthType": "NONE", "TargetFunctionArn": "arn:x", "InvokeMode": "RESPONSE_STREAM"},
            "Resources/One: InvokeMode: streamed responses cannot be imitated; choose BUFFERED by a condition",
        ),
    ],
)
def test_what_functions_rely_on_is_refused(kind: str, properties: dict[str, Any], refusal: str) -> None:
    with pytest.raises(TemplateError) as error:
        check(TemplateResource("One", kind, properties))
    assert str(error.value) == refusal


@pytest.mark.parametrize(
    ("kind", "properties", "notes"),
    [
        (
            "AWS::Lambda::Function",
            {"Runtime": "python3.7", "SnapStart": {"ApplyOn": "PublishedVersions"}},
            [
                "One: SnapStart is not imitated; functions start as without it",
                "One: this machine has no Python 3.7; the function runs on that of the tests",
            ],
        ),
        ("AWS::Lambda::Function", {"Runtime": "nodejs20.x", "SnapStart": {"ApplyOn": "None"}}, []),
        (
            "AWS::Lambda::Alias",
            {"ProvisionedConcurrencyConfig": {"ProvisionedConcurrentExecutions": 1}},
            ["One: provisioned concurrency is not imitated; functions start when they are invoked"],
        ),
        (
            "AWS::ApiGateway::Stage",
            {"MethodSettings": [{"CachingEnabled": True}], "CanarySetting": {"PercentTraffic": 5}},
            [
                "One: its cache is not imitated; every request is answered anew",
                "One: its canary is not imitated; every request goes to the deployment of the stage",
            ],
        ),
        ("AWS::ApiGateway::Stage", {"CacheClusterEnabled": "false", "MethodSettings": [{}]}, []),
        (
            "AWS::ApiGateway::RestApi",
            {"EndpointConfiguration": {"Types": ["PRIVATE"]}},
            ["One: that it is private is not imitated; everybody on this machine may call it"],
        ),
        (
            "AWS::Events::Rule",
            {
                "Targets": [
                    {"Id": "a", "Arn": "arn:aws:states:eu-west-1:1:stateMachine:x"},
                    {"Id": "b", "Arn": "arn:aws:sqs:eu-west-1:1:x"},
                ]
            },
            [
                "One: its target arn:aws:states:eu-west-1:1:stateMachine:x is not imitated; nothing is sent to it"
            ],
        ),
    ],
)
def test_what_is_only_slower_or_less_private_is_noted(
    kind: str, properties: dict[str, Any], notes: list[str]
) -> None:
    created = CreatedResource("One", kind, "one", properties=properties, attributes={})
    assert notes_on([created], None) == notes


def test_the_interpreter_that_was_chosen_is_not_noted() -> None:
    created = CreatedResource("One", "AWS::Lambda::Function", "one", properties={"Runtime": "python3.7"})
    assert notes_on([created], "/usr/bin/python3") == []


@pytest.mark.parametrize(
    ("issuer", "can"),
    [
        ("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_here", True),
        ("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_elsewhere", False),
        ("http://127.0.0.1:8080/", True),
        ("https://login.example.com/", False),
    ],
)
def test_issuers_whose_keys_can_be_asked_for(issuer: str, can: bool) -> None:
    assert can_be_asked(issuer, {"eu-west-1_here"}) is can
