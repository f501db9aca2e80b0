"""What can be done once, before servers are forked: imports, service models, routes, first calls."""

import importlib

REHEARSAL_ACCOUNT_ID = "949317680254"
"""An account that no test uses, because a server may already be serving while it warms up."""

_JSON_CALLS = (
    ("dynamodb", "DynamoDB_20120810.ListTables", "1.0"),
    ("sqs", "AmazonSQS.ListQueues", "1.0"),
    ("cognito-idp", "AWSCognitoIdentityProviderService.ListUserPools", "1.1"),
    ("transcribe", "Transcribe.ListTranscriptionJobs", "1.1"),
    ("monitoring", "GraniteServiceVersion20100801.ListMetrics", "1.0"),
)
_QUERY_CALLS = (("sns", "Action=ListTopics&Version=2010-03-31"),)
_REST_CALLS = (
    ("s3", "GET", "/", ""),
    ("bedrock", "POST", "/knowledgebases/", "{}"),
    ("bedrock", "POST", "/knowledgebases/0000000000/retrieve", '{"retrievalQuery": {"text": "rehearsal"}}'),
    ("bedrock", "POST", "/model/anthropic.claude/invoke", "{}"),
)
_LATE_IMPORTS = ("boto3", "moto.core.eventstream", "pypdf")


def warm_up() -> None:
    """Load everything that the services of a Manuel backend need, so that a forked server responds at once.

    It starts no thread and leaves nothing open that a fork would share. It takes about a second, and next to no time
    if called again.
    """
    from aws_stand_in.account_state import reset_account
    from aws_stand_in.moto_patches.cognitoidp import signing_key
    from aws_stand_in.stand_in import AwsStandIn

    for module in _LATE_IMPORTS:
        importlib.import_module(module)
    signing_key()
    stand_in = AwsStandIn()
    stand_in.load()
    _rehearse(stand_in)
    reset_account(REHEARSAL_ACCOUNT_ID)


def _rehearse(stand_in: object) -> None:
    """Send each service one harmless request: whatever it imports and parses stays loaded."""
    from werkzeug.test import Client

    client = Client(stand_in)  # type: ignore[arg-type]
    for service, target, version in _JSON_CALLS:
        client.post(
            "/",
            data="{}",
            headers={"X-Amz-Target": target, **_signature(service)},
            content_type=f"application/x-amz-json-{version}",
        )
    for service, form in _QUERY_CALLS:
        client.post(
            "/", data=form, headers=_signature(service), content_type="application/x-www-form-urlencoded"
        )
    for service, method, path, body in _REST_CALLS:
        client.open(
            path, method=method, data=body, headers=_signature(service), content_type="application/json"
        )


def _signature(service: str) -> dict[str, str]:
    scope = f"{REHEARSAL_ACCOUNT_ID}/20260101/eu-west-1/{service}/aws4_request"
    return {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
