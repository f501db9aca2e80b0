"""`kms`: keys of moto, with AWS's refusals around it.

Imitated: keys that are disabled, pending deletion or made for something else are refused; keys by ARN; signatures that are
not those of a message; waiting periods of deletions; aliases that AWS has reserved. Everything else is moto's.

Source: AWS KMS API reference; AWS KMS Developer Guide, "Key states of AWS KMS keys".
"""

import json
from base64 import b64decode
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.rest_json import json_body

SERVICE = "kms"
KEY_ID_LENGTH = 36
SHORTEST_WINDOW, LONGEST_WINDOW = 7, 30
_ENCRYPTS, _SIGNS, _AUTHENTICATES = "ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC"
_USAGES: Mapping[str, str] = {
    "Encrypt": _ENCRYPTS,
    "GenerateDataKey": _ENCRYPTS,
    "GenerateDataKeyWithoutPlaintext": _ENCRYPTS,
    "Sign": _SIGNS,
    "Verify": _SIGNS,
    "GenerateMac": _AUTHENTICATES,
    "VerifyMac": _AUTHENTICATES,
}
_FOR_SYMMETRIC_KEYS = ("GenerateDataKey", "GenerateDataKeyWithoutPlaintext")
_FOR_ENABLED_KEYS = (
    "CreateGrant",
    "DisableKeyRotation",
    "EnableKeyRotation",
    "ReplicateKey",
    "RotateKeyOnDemand",
)
_NOT_FOR_PENDING_KEYS = ("TagResource", "UntagResource", "UpdateKeyDescription")
_SYMMETRIC = "SYMMETRIC_DEFAULT"
_RESERVED = "alias/aws/"
_PENDING = "PendingDeletion"


class KeysOverlay(Overlay):
    """Refuses what KMS refuses, and lets moto keep keys."""

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        own: Mapping[str, Handler] = {
            **dict.fromkeys(_USAGES, _use),
            "Verify": _verify,
            "Decrypt": _decrypt,
            "ReEncrypt": _re_encrypt,
            **dict.fromkeys(("EnableKey", "DisableKey"), _change_state),
            "ScheduleKeyDeletion": _schedule_deletion,
            "CancelKeyDeletion": _cancel_deletion,
            **dict.fromkeys(_FOR_ENABLED_KEYS, _of_enabled_key),
            **dict.fromkeys(_NOT_FOR_PENDING_KEYS, _of_lasting_key),
            "GetPublicKey": _get_public_key,
            **dict.fromkeys(("CreateAlias", "UpdateAlias"), _put_alias),
            "DeleteAlias": _delete_alias,
        }
        return {(SERVICE, name): handler for name, handler in own.items()}


def _use(request: AwsRequest) -> AwsResponse:
    _require_usable(
        _find(request, json_body(request)["KeyId"]), request.operation, _USAGES[request.operation]
    )
    return request.pass_on()


def _verify(request: AwsRequest) -> AwsResponse:
    response = _use(request)
    if response.status == HTTPStatus.OK and not json.loads(response.content())["SignatureValid"]:
        raise AwsError("KMSInvalidSignatureException", "")
    return response


def _decrypt(request: AwsRequest) -> AwsResponse:
    _require_usable(_key_of_ciphertext(request), request.operation, _ENCRYPTS)
    return request.pass_on()


def _re_encrypt(request: AwsRequest) -> AwsResponse:
    keys = (_key_of_ciphertext(request), _find(request, json_body(request)["DestinationKeyId"]))
    for key in keys:
        _require_usable(key, request.operation, _ENCRYPTS)
    return request.pass_on()


def _change_state(request: AwsRequest) -> AwsResponse:
    key = _find(request, json_body(request)["KeyId"])
    if key is None:
        return request.pass_on()
    _require_not_pending(key)
    return _pass_on_by_id(request, key)


def _schedule_deletion(request: AwsRequest) -> AwsResponse | dict[str, Any]:
    days = json_body(request).get("PendingWindowInDays", LONGEST_WINDOW)
    if days < SHORTEST_WINDOW:
        raise _outside_window(days, f"greater than or equal to {SHORTEST_WINDOW}")
    if days > LONGEST_WINDOW:
        raise _outside_window(days, f"less than or equal to {LONGEST_WINDOW}")
    key = _find(request, json_body(request)["KeyId"])
    if key is None:
        return request.pass_on()
    _require_not_pending(key)
    response = _pass_on_by_id(request, key)
    if response.status != HTTPStatus.OK:
        return response
    return {
        "KeyId": key.arn,
        "DeletionDate": key.deletion_date,
        "KeyState": key.key_state,
        "PendingWindowInDays": days,
    }


def _cancel_deletion(request: AwsRequest) -> AwsResponse | dict[str, Any]:
    key = _find(request, json_body(request)["KeyId"])
    if key is None:
        return request.pass_on()
    if key.key_state != _PENDING:
        raise AwsError("KMSInvalidStateException", f"{key.arn} is not pending deletion.")
    response = _pass_on_by_id(request, key)
    return {"KeyId": key.arn} if response.status == HTTPStatus.OK else response


def _of_enabled_key(request: AwsRequest) -> AwsResponse:
    key = _find(request, json_body(request)["KeyId"])
    if key is not None:
        _require_enabled(key)
    return request.pass_on()


def _of_lasting_key(request: AwsRequest) -> AwsResponse:
    key = _find(request, json_body(request)["KeyId"])
    if key is not None:
        _require_not_pending(key)
    return request.pass_on()


def _get_public_key(request: AwsRequest) -> AwsResponse:
    key = _find(request, json_body(request)["KeyId"])
    if key is not None and (key.key_spec == _SYMMETRIC or key.key_usage == _AUTHENTICATES):
        raise AwsError("UnsupportedOperationException", f"{key.arn} has no public key.")
    return _of_enabled_key(request)


def _put_alias(request: AwsRequest) -> AwsResponse:
    _require_own_alias(request)
    key = _find(request, json_body(request)["TargetKeyId"])
    if key is not None:
        _require_not_pending(key)
    return request.pass_on()


def _delete_alias(request: AwsRequest) -> AwsResponse:
    _require_own_alias(request)
    return request.pass_on()


def _require_own_alias(request: AwsRequest) -> None:
    if json_body(request)["AliasName"].startswith(_RESERVED):
        raise AwsError("NotAuthorizedException", "", status=HTTPStatus.BAD_REQUEST)


def _pass_on_by_id(request: AwsRequest, key: Any) -> AwsResponse:
    """Let moto find a key, which it does not by an ARN."""
    request.replace_body(json.dumps({**json_body(request), "KeyId": key.id}).encode())
    return request.pass_on()


def _require_usable(key: Any, operation: str, usage: str) -> None:
    """Refuse a key that cannot be used for an operation; moto refuses one that is missing."""
    if key is None:
        return
    _require_enabled(key)
    is_of_wrong_spec = operation in _FOR_SYMMETRIC_KEYS and key.key_spec != _SYMMETRIC
    own = key.key_usage or _ENCRYPTS
    if own != usage or is_of_wrong_spec:
        raise AwsError(
            "InvalidKeyUsageException",
            f"{key.arn} key usage is {own} which is not valid for {operation}.",
        )


def _require_enabled(key: Any) -> None:
    _require_not_pending(key)
    if key.key_state != "Enabled":
        raise AwsError("DisabledException", f"{key.arn} is disabled.")


def _require_not_pending(key: Any) -> None:
    if key.key_state == _PENDING:
        raise AwsError("KMSInvalidStateException", f"{key.arn} is pending deletion.")


def _outside_window(days: int, constraint: str) -> AwsError:
    return AwsError(
        "ValidationException",
        f"1 validation error detected: Value '{days}' at 'pendingWindowInDays' failed to satisfy constraint: "
        f"Member must have value {constraint}",
        status=HTTPStatus.BAD_REQUEST,
    )


def _find(request: AwsRequest, named: str) -> Any:
    """Return moto's key of an id, an ARN or an alias; None if there is none, which moto refuses."""
    backend = _backend(request)
    key_id = backend.get_key_id(backend.get_alias_name(named))
    if key_id.startswith("alias/"):
        key_id = backend.get_key_id_from_alias(key_id)
    return backend.keys.get(key_id)


def _key_of_ciphertext(request: AwsRequest) -> Any:
    """Return the key whose id a ciphertext of moto begins with; None if it is none of this account and region."""
    whole = b64decode(json_body(request).get("CiphertextBlob", ""))
    return _backend(request).keys.get(whole[:KEY_ID_LENGTH].decode(errors="replace"))


def _backend(request: AwsRequest) -> Any:
    from moto.kms.models import kms_backends

    return kms_backends[request.account_id][request.region]
