"""What AWS calls contain is registered: tokens, sessions and proofs, and the credentials that requests are signed with."""

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from secret_masking import mask
from secret_masking.aws_calls import register_secrets_of_aws_calls


def _client(service: str, **options: Any) -> Any:
    register_secrets_of_aws_calls.cache_clear()
    register_secrets_of_aws_calls()
    keys = {"aws_access_key_id": "000000000001", "aws_secret_access_key": "Signing-Key-4711"}
    return boto3.Session().client(service, region_name="eu-west-1", **keys, **options)


@pytest.fixture
def cognito() -> Any:
    return _client("cognito-idp")


def test_parameters_and_answers_of_cognito_are_registered(cognito: Any) -> None:
    with Stubber(cognito) as stub:
        stub.add_response(
            "initiate_auth",
            {
                "ChallengeName": "PASSWORD_VERIFIER",
                "Session": "Session-Of-This-Sign-In",
                "ChallengeParameters": {
                    "SECRET_BLOCK": "Secret-Block-4711",
                    "USERNAME": "reader@example.com",
                },
            },
        )
        cognito.initiate_auth(
            ClientId="0123456789",
            AuthFlow="USER_SRP_AUTH",
            AuthParameters={"USERNAME": "reader@example.com", "SRP_A": "Public-Value-4711"},
        )
    assert mask(
        "Public-Value-4711 Secret-Block-4711 Session-Of-This-Sign-In reader@example.com 0123456789"
    ) == ("<secret> <secret> <secret> reader@example.com 0123456789")


def test_the_keys_that_sign_are_registered_but_not_their_id() -> None:
    client = _client("s3", aws_session_token="Session-Token-4711")
    url = client.generate_presigned_url("get_object", Params={"Bucket": "bucket", "Key": "key"})
    assert mask("Signing-Key-4711 Session-Token-4711 000000000001") == "<secret> <secret> 000000000001"
    assert "&Signature=" in url
    assert "Session-Token-4711" not in mask(url)
