from pathlib import Path

import pytest
import yaml

from ManuelEnvironment.configuration import CONTRACT
from request_gate.effects import ApiEffects, RequestEffect, effect_on_a_site, effect_on_aws

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def operations() -> list[tuple[str, str, list[str] | None]]:
    paths = yaml.safe_load(CONTRACT.read_text())["paths"]
    return [
        (method.upper(), path, item[method].get("x-effect"))
        for path, item in paths.items()
        for method in METHODS
        if method in item
    ]


def test_every_operation_of_the_contract_says_what_it_does() -> None:
    known = {effect.value for effect in RequestEffect}
    unclear = [
        (method, path)
        for method, path, effects in operations()
        if not effects or not known.issuperset(effects)
    ]
    assert unclear == []
    assert len(operations()) > 30


def test_only_safe_methods_read() -> None:
    reading = {method for method, _, effects in operations() if effects == ["reads"]}
    assert reading == {"GET", "OPTIONS"}


@pytest.mark.parametrize(
    ("method", "path", "effect"),
    [
        ("GET", "/health", RequestEffect.READS),
        ("HEAD", "/health", RequestEffect.READS),
        ("get", "/api/manuals/1234", RequestEffect.READS),
        ("DELETE", "/api/manuals/1234", RequestEffect.WRITES),
        ("POST", "/api/query", RequestEffect.COSTS),
        ("POST", "/api/query/", RequestEffect.WRITES),
        ("GET", "/api/query", RequestEffect.WRITES),
        ("GET", "/unknown", RequestEffect.WRITES),
        ("parameters", "/api/manuals/1234", RequestEffect.WRITES),
        ("GET", "", RequestEffect.WRITES),
    ],
)
def test_a_request_does_what_its_operation_says_and_an_unknown_one_writes(
    method: str, path: str, effect: RequestEffect
) -> None:
    assert ApiEffects(CONTRACT).of(method, path) == [effect]


def test_an_operation_that_says_nothing_writes(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text("paths: {/health: {get: {operationId: getHealth}}}")
    assert ApiEffects(tmp_path / "openapi.yaml").of("GET", "/health") == [RequestEffect.WRITES]


def test_other_sites_are_read_by_safe_methods() -> None:
    assert [effect_on_a_site(method) for method in ("GET", "head", "PUT", "POST")] == [
        RequestEffect.READS,
        RequestEffect.READS,
        RequestEffect.WRITES,
        RequestEffect.WRITES,
    ]


@pytest.mark.parametrize(
    ("service", "operation", "effect"),
    [
        ("dynamodb", "GetItem", RequestEffect.READS),
        ("dynamodb", "BatchWriteItem", RequestEffect.WRITES),
        ("dynamodb", "ExecuteStatement", RequestEffect.WRITES),
        ("s3", "PutObject", RequestEffect.WRITES),
        ("sqs", "ReceiveMessage", RequestEffect.WRITES),
        ("cognito-identity-provider", "InitiateAuth", RequestEffect.READS),
        (
            "cognito-identity-provider",
            "GetUserAttributeVerificationCode",
            RequestEffect.CHANGES_ACCOUNT,
        ),
        ("cognito-identity-provider", "SignUp", RequestEffect.CHANGES_ACCOUNT),
        ("cognito-identity-provider", "AdminCreateUser", RequestEffect.CHANGES_ACCOUNT),
        ("cognito-identity-provider", "AdminGetUser", RequestEffect.READS),
        ("cognito-identity", "GetId", RequestEffect.WRITES),
        ("cognito-identity", "GetCredentialsForIdentity", RequestEffect.READS),
        ("cognito-identity", "GetOpenIdTokenForDeveloperIdentity", RequestEffect.WRITES),
        ("redshift", "GetClusterCredentials", RequestEffect.WRITES),
        ("example", "Listen", RequestEffect.WRITES),
        ("timestream-query", "Query", RequestEffect.READS),
        ("fis", "StartExperiment", RequestEffect.INJECTS_FAULTS),
        ("bedrock-runtime", "Converse", RequestEffect.COSTS),
        ("transcribe", "StartTranscriptionJob", RequestEffect.COSTS),
    ],
)
def test_an_aws_operation_reads_only_if_its_name_says_so(
    service: str, operation: str, effect: RequestEffect
) -> None:
    assert effect_on_aws(service, operation) == effect
