"""`secretsmanager`: secrets of moto, with AWS's refusals around it.

Imitated: what AWS refuses of names, tags, values and secrets that are marked for deletion; which versions are deprecated.

Not imitated: rotation by a function (501). Everything else is moto's.
"""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.overlays.functions.function_registry import FunctionRegistry
from aws_stand_in.overlays.paging import page
from aws_stand_in.overlays.timestamps import timestamp
from aws_stand_in.rest_json import json_body

SERVICE = "secretsmanager"
_NAME = re.compile(r"[\w/+=.@!-]+", re.ASCII)
_INVALID_PARAMETER, _INVALID_REQUEST = "InvalidParameterException", "InvalidRequestException"
_MARKED = "You can't perform this operation on the secret because it was marked for deletion."
_OF_LIVING_SECRETS = ("GetSecretValue", "UntagResource", "UpdateSecretVersionStage")


class SecretsOverlay(Overlay):
    """Refuses what Secrets Manager refuses, and lets moto keep secrets.

    Source: AWS Secrets Manager API reference.

    Args:
        functions: The functions that run: one that does not cannot rotate secrets.
    """

    def __init__(self, functions: FunctionRegistry) -> None:
        self._functions = functions

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        own: Mapping[str, Handler] = {
            "CreateSecret": _create_secret,
            "DescribeSecret": _describe_secret,
            "ListSecretVersionIds": _list_secret_version_ids,
            "PutSecretValue": _put_value,
            "RotateSecret": self.rotate_secret,
            "TagResource": _tag_resource,
            "UpdateSecret": _put_value,
            **dict.fromkeys(_OF_LIVING_SECRETS, _of_living_secret),
        }
        return {(SERVICE, name): handler for name, handler in own.items()}

    def rotate_secret(self, request: AwsRequest) -> AwsResponse:
        """Refuse to rotate: without a function as AWS does, with one since none is invoked."""
        secret = _find(request, json_body(request)["SecretId"])
        if secret is None:
            return request.pass_on()
        _require_living(secret)
        arn = json_body(request).get("RotationLambdaARN") or getattr(secret, "rotation_lambda_arn", "")
        if not arn:
            raise _refusal(
                _INVALID_REQUEST, "No Lambda rotation function ARN is associated with this secret."
            )
        self._require_function(request, arn)
        raise NotImitatedError(f"{request.name} with a function", "Put the new value with PutSecretValue.")

    def _require_function(self, request: AwsRequest, arn: str) -> None:
        functions = self._functions.find(request.account_id, request.region)
        if functions is None:
            raise AwsError(
                "ResourceNotFoundException",
                "Lambda does not exist or could not be accessed",
                status=HTTPStatus.NOT_FOUND,
            )
        functions.find(arn)


def _create_secret(request: AwsRequest) -> AwsResponse:
    name = json_body(request)["Name"]
    if not _NAME.fullmatch(name):
        raise _refusal(
            "ValidationException",
            "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
        )
    _require_one_value(request)
    secret = _find(request, name)
    if secret is not None and secret.name == name and secret.is_deleted():
        raise _refusal(
            _INVALID_REQUEST,
            "You can't create this secret because a secret with this name is already scheduled for deletion.",
        )
    return _with_whole_tags(request)


def _tag_resource(request: AwsRequest) -> AwsResponse:
    _require_living(_find(request, json_body(request)["SecretId"]))
    return _with_whole_tags(request)


def _put_value(request: AwsRequest) -> AwsResponse:
    _require_one_value(request)
    return _of_living_secret(request)


def _of_living_secret(request: AwsRequest) -> AwsResponse:
    _require_living(_find(request, json_body(request)["SecretId"]))
    return request.pass_on()


def _describe_secret(request: AwsRequest) -> AwsResponse | dict[str, Any]:
    """Describe a secret without its deprecated versions, those without a staging label."""
    response = request.pass_on()
    if response.status != HTTPStatus.OK:
        return response
    described = json.loads(response.content())
    stages = {key: labels for key, labels in described.get("VersionIdsToStages", {}).items() if labels}
    response.body = json.dumps({**described, **({"VersionIdsToStages": stages} if stages else {})}).encode()
    return response


def _list_secret_version_ids(request: AwsRequest) -> AwsResponse | dict[str, Any]:
    given = json_body(request)
    secret = _find(request, given["SecretId"])
    if secret is None:
        return request.pass_on()
    versions = [
        {
            "VersionId": key,
            "VersionStages": version["version_stages"],
            "CreatedDate": timestamp(version["createdate"]),
        }
        for key, version in secret.versions.items()
        if version["version_stages"] or given.get("IncludeDeprecated")
    ]
    listed = page(versions, given, "Versions", size="MaxResults", token="NextToken")
    return {"ARN": secret.arn, "Name": secret.name, **listed}


def _with_whole_tags(request: AwsRequest) -> AwsResponse:
    """Let moto keep tags that have keys and values: it fails at others when it lists secrets."""
    tags = json_body(request).get("Tags") or []
    if not all(tag.get("Key") for tag in tags):
        raise _refusal(_INVALID_PARAMETER, "Each tag must have a key.")
    whole = [{"Key": tag["Key"], "Value": tag.get("Value") or ""} for tag in tags]
    request.replace_body(json.dumps({**json_body(request), "Tags": whole}).encode())
    return request.pass_on()


def _require_one_value(request: AwsRequest) -> None:
    if all(json_body(request).get(name) for name in ("SecretString", "SecretBinary")):
        raise _refusal(
            _INVALID_PARAMETER, "You can't specify both a binary secret value and a string secret value in the same secret."
        )  # fmt: skip


def _require_living(secret: Any) -> None:
    if secret is not None and secret.is_deleted():
        raise _refusal(_INVALID_REQUEST, _MARKED)


def _find(request: AwsRequest, identity: str) -> Any:
    """Return moto's secret of a name or an ARN; None if there is none."""
    from moto.secretsmanager.models import secretsmanager_backends

    return secretsmanager_backends[request.account_id][request.region].secrets.get(identity)


def _refusal(code: str, message: str) -> AwsError:
    return AwsError(code, message, status=HTTPStatus.BAD_REQUEST)
