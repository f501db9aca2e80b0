"""A guardrail from its creation to its end.

Source: Amazon Bedrock API Reference, "CreateGuardrail" and its neighbours.
"""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

WORDS = {"wordPolicyConfig": {"wordsConfig": [{"text": "forbidden"}]}}
MESSAGES = {"blockedInputMessaging": "Not asked.", "blockedOutputsMessaging": "Not answered."}


@pytest.fixture
def bedrock(aws: Any) -> Any:
    return aws.client("bedrock")


@pytest.fixture
def create(bedrock: Any) -> Callable[..., dict[str, Any]]:
    def create_guardrail(name: str = "careful", **policies: Any) -> dict[str, Any]:
        return dict(bedrock.create_guardrail(name=name, **MESSAGES, **(policies or WORDS)))

    return create_guardrail


def code_of(call: Callable[..., Any], **parameters: Any) -> str:
    with pytest.raises(ClientError) as refused:
        call(**parameters)
    return str(refused.value.response["Error"]["Code"])


def listed(bedrock: Any, **parameters: Any) -> list[tuple[str, str]]:
    pages = bedrock.get_paginator("list_guardrails").paginate(**parameters)
    return [(each["name"], each["version"]) for page in pages for each in page["guardrails"]]


def test_a_guardrail_is_described_by_its_id_and_by_its_arn(bedrock: Any, create: Any) -> None:
    created = create()
    for identifier in (created["guardrailId"], created["guardrailArn"]):
        described = bedrock.get_guardrail(guardrailIdentifier=identifier)
        assert described["wordPolicy"] == {"words": [{"text": "forbidden"}]}
        assert (described["version"], described["status"]) == ("DRAFT", "READY")


def test_guardrails_are_listed_in_pages(bedrock: Any, create: Any) -> None:
    for name in ("one", "two", "three"):
        create(name)
    drafts = [("one", "DRAFT"), ("two", "DRAFT"), ("three", "DRAFT")]
    assert listed(bedrock) == drafts
    assert listed(bedrock, PaginationConfig={"PageSize": 2}) == drafts
    assert len(bedrock.list_guardrails(maxResults=2)["guardrails"]) == 2


def test_a_name_is_that_of_one_guardrail(bedrock: Any, create: Any) -> None:
    create("taken")
    other = {"guardrailIdentifier": create("free")["guardrailId"], **MESSAGES, **WORDS}
    assert code_of(create, name="taken") == "ConflictException"
    assert code_of(bedrock.update_guardrail, name="taken", **other) == "ConflictException"
    bedrock.update_guardrail(name="free", description="The same name again.", **other)
    assert listed(bedrock) == [("taken", "DRAFT"), ("free", "DRAFT")]


def test_a_version_stays_as_it_was(bedrock: Any, create: Any) -> None:
    identifier = {"guardrailIdentifier": create()["guardrailId"]}
    version = bedrock.create_guardrail_version(**identifier, description="The first.")["version"]
    other = {"wordPolicyConfig": {"wordsConfig": [{"text": "other"}]}}
    bedrock.update_guardrail(name="careful", **identifier, **MESSAGES, **other)
    kept = bedrock.get_guardrail(**identifier, guardrailVersion=version)
    assert (kept["description"], kept["wordPolicy"]["words"]) == ("The first.", [{"text": "forbidden"}])
    draft = bedrock.get_guardrail(**identifier)
    assert draft["wordPolicy"]["words"] == [{"text": "other"}]
    assert "description" not in draft
    assert listed(bedrock, **identifier) == [("careful", "DRAFT"), ("careful", "1")]


def test_a_version_is_created_once_for_a_token(bedrock: Any, create: Any) -> None:
    identifier = {"guardrailIdentifier": create()["guardrailId"]}
    token = "the-same-token-for-both-requests-0001"
    versions = [
        bedrock.create_guardrail_version(**identifier, **given)["version"]
        for given in ({"clientRequestToken": token}, {"clientRequestToken": token}, {})
    ]
    assert versions == ["1", "1", "2"]


def test_a_version_is_deleted_and_then_the_guardrail(bedrock: Any, create: Any) -> None:
    identifier = {"guardrailIdentifier": create()["guardrailId"]}
    version = bedrock.create_guardrail_version(**identifier)["version"]
    bedrock.delete_guardrail(**identifier, guardrailVersion=version)
    assert listed(bedrock, **identifier) == [("careful", "DRAFT")]
    assert (
        code_of(bedrock.delete_guardrail, **identifier, guardrailVersion=version)
        == "ResourceNotFoundException"
    )
    bedrock.delete_guardrail(**identifier)
    assert listed(bedrock) == []
    assert code_of(bedrock.get_guardrail, **identifier) == "ResourceNotFoundException"


def test_a_guardrail_belongs_to_its_region(bedrock: Any, create: Any) -> None:
    there = create()["guardrailArn"].replace(":eu-west-1:", ":us-east-1:")
    assert code_of(bedrock.get_guardrail, guardrailIdentifier=there) == "ResourceNotFoundException"


@pytest.mark.parametrize(
    "policies",
    [
        {"wordPolicyConfig": {}},
        {
            "sensitiveInformationPolicyConfig": {
                "regexesConfig": [{"name": "order", "pattern": "[0-9", "action": "BLOCK"}]
            }
        },
    ],
)
def test_a_policy_has_to_be_one(create: Any, policies: dict[str, Any]) -> None:
    assert code_of(create, **policies) == "ValidationException"
