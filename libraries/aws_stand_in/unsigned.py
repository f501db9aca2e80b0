"""The account and region of requests without a signature, found by what they are about."""

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aws_stand_in.accounts import DEFAULT_ACCOUNT_ID, account_of_access_key
from aws_stand_in.overlays.cognito import pools
from aws_stand_in.overlays.cognito.hosted.address import address_of
from aws_stand_in.overlays.transcribe.overlay import account_of_service_bucket
from fault_engine.identification import Call, read_body

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_TOPIC_ARN = re.compile(r"arn:aws:sns:(?P<region>[a-z0-9-]+):(?P<account_id>\d{12}):")
ANY_REGION = "us-east-1"
_FORM_CREDENTIAL = re.compile(rb'name="(?:x-amz-credential|AWSAccessKeyId)"\s+([^/\s]+)', re.IGNORECASE)
_POOL_METADATA = re.compile(r"/([^/]+)/\.well-known/")


def find_unsigned(call: Call, environ: "WSGIEnvironment") -> tuple[str, str] | None:
    """Return the `(account, region)` that a request without a signature is for; None if nothing in it tells."""
    if call.service == "cognito-idp":
        location = _location_of_pool_request(call, environ)
        return (location.account_id, location.region) if location else None
    if call.service == "cognito-identity":
        return _place_of_identity(_parameters(environ))
    if call.service == "s3":
        if found := _FORM_CREDENTIAL.search(read_body(environ)) if call.operation == "PostObject" else None:
            return account_of_access_key(found[1].decode(errors="replace")), ANY_REGION
        bucket = call.path.lstrip("/").split("/", 1)[0]
        return account_of_service_bucket(call.path) or _account_of_bucket(bucket), ANY_REGION
    if call.service == "sns":
        return _location_of_topic(environ)
    return None


def _location_of_topic(environ: "WSGIEnvironment") -> tuple[str, str] | None:
    """Return where a topic or a subscription is: whoever confirms or ends a subscription by a URL signs nothing."""
    query = dict(parse_qsl(environ.get("QUERY_STRING", "")))
    arn = _TOPIC_ARN.match(query.get("TopicArn") or query.get("SubscriptionArn") or "")
    return (arn["account_id"], arn["region"]) if arn else None


def _location_of_pool_request(call: Call, environ: "WSGIEnvironment") -> pools.PoolLocation | None:
    if address := address_of(environ):
        return address.location()
    if metadata := _POOL_METADATA.match(call.path):
        return pools.location_of_pool(metadata[1])
    parameters = _parameters(environ)
    if client_id := parameters.get("ClientId"):
        return pools.location_of_client(str(client_id))
    if session := parameters.get("Session"):
        return pools.location_of_pool(str(session).partition(":")[0])
    return pools.location_of_access_token(str(parameters.get("AccessToken", "")))


def _place_of_identity(parameters: Mapping[str, Any]) -> tuple[str, str] | None:
    from aws_stand_in.moto_patches.cognitoidentity import find_identity, find_pool, region_of

    identity = find_identity(str(parameters.get("IdentityId")))
    pool = identity.pool if identity else find_pool(str(parameters.get("IdentityPoolId")))
    return (pool.account_id, region_of(pool.identity_pool_id)) if pool else None


def _parameters(environ: "WSGIEnvironment") -> dict[str, Any]:
    try:
        parameters = json.loads(read_body(environ))
    except ValueError:
        return {}
    return parameters if isinstance(parameters, dict) else {}


def _account_of_bucket(bucket: str) -> str:
    """Return the account that owns a bucket, or the default account if none or several do.

    An unsigned request names no account, and bucket names, unique in all of AWS, are unique here within an account.
    """
    from aws_stand_in.moto_patches.s3 import bucket_owners

    owners = bucket_owners.accounts_with(bucket)
    return owners[0] if len(owners) == 1 else DEFAULT_ACCOUNT_ID
