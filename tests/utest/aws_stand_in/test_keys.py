"""Keys of KMS that cannot be used, and what is refused of them.

Source: AWS KMS API reference; AWS KMS Developer Guide, "Key states of AWS KMS keys".
"""

from typing import Any

import pytest
from s3_requests import refusal

SIGNING = "ECDSA_SHA_256"


@pytest.fixture
def kms(aws: Any) -> Any:
    return aws.client("kms")


@pytest.fixture
def key(kms: Any) -> Any:
    return kms.create_key()["KeyMetadata"]


def use(kms: Any, operation: str, key_id: str, blob: bytes) -> dict[str, Any]:
    other = kms.create_key()["KeyMetadata"]["KeyId"]
    parameters: dict[str, dict[str, Any]] = {
        "encrypt": {"KeyId": key_id, "Plaintext": b"a"},
        "decrypt": {"CiphertextBlob": blob},
        "re_encrypt": {"CiphertextBlob": blob, "DestinationKeyId": other},
        "generate_data_key": {"KeyId": key_id, "KeySpec": "AES_256"},
        "generate_data_key_without_plaintext": {"KeyId": key_id, "KeySpec": "AES_256"},
    }
    return refusal(getattr(kms, operation), **parameters[operation])


@pytest.mark.parametrize(
    "operation",
    ["encrypt", "decrypt", "re_encrypt", "generate_data_key", "generate_data_key_without_plaintext"],
)
def test_a_key_that_is_not_enabled_is_not_used(kms: Any, key: Any, operation: str) -> None:
    blob = kms.encrypt(KeyId=key["KeyId"], Plaintext=b"a")["CiphertextBlob"]
    kms.disable_key(KeyId=key["KeyId"])
    refused = use(kms, operation, key["KeyId"], blob)
    assert (refused["Code"], refused["Message"]) == ("DisabledException", f"{key['Arn']} is disabled.")
    kms.schedule_key_deletion(KeyId=key["KeyId"])
    refused = use(kms, operation, key["KeyId"], blob)
    assert refused["Code"] == "KMSInvalidStateException"
    kms.cancel_key_deletion(KeyId=key["KeyId"])
    kms.enable_key(KeyId=key["KeyId"])
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"a"


CHANGES: dict[str, dict[str, Any]] = {
    "create_grant": {"GranteePrincipal": "arn:aws:iam::123456789012:role/r", "Operations": ["Encrypt"]},
    "disable_key_rotation": {},
    "enable_key_rotation": {},
    "rotate_key_on_demand": {},
}
LATER: dict[str, dict[str, Any]] = {
    "tag_resource": {"Tags": [{"TagKey": "a", "TagValue": "b"}]},
    "untag_resource": {"TagKeys": ["a"]},
    "update_key_description": {"Description": "a"},
}


@pytest.mark.parametrize("operation", CHANGES)
def test_only_an_enabled_key_is_rotated_and_granted(kms: Any, key: Any, operation: str) -> None:
    change, named = getattr(kms, operation), {"KeyId": key["KeyId"], **CHANGES[operation]}
    change(**named)
    kms.disable_key(KeyId=key["KeyId"])
    assert refusal(change, **named)["Code"] == "DisabledException"
    kms.schedule_key_deletion(KeyId=key["KeyId"])
    assert refusal(change, **named)["Code"] == "KMSInvalidStateException"


def test_only_an_enabled_key_is_replicated(kms: Any) -> None:
    key_id = kms.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]
    kms.disable_key(KeyId=key_id)
    refused = refusal(kms.replicate_key, KeyId=key_id, ReplicaRegion="us-west-2")
    assert refused["Code"] == "DisabledException"
    kms.enable_key(KeyId=key_id)
    assert kms.replicate_key(KeyId=key_id, ReplicaRegion="us-west-2")["ReplicaKeyMetadata"]["KeyId"] == key_id


@pytest.mark.parametrize("operation", LATER)
def test_a_key_that_is_pending_deletion_is_not_described_anew(kms: Any, key: Any, operation: str) -> None:
    change, named = getattr(kms, operation), {"KeyId": key["KeyId"], **LATER[operation]}
    kms.disable_key(KeyId=key["KeyId"])
    change(**named)
    kms.schedule_key_deletion(KeyId=key["KeyId"])
    assert refusal(change, **named)["Code"] == "KMSInvalidStateException"


def test_a_key_that_is_pending_deletion_gets_no_alias(kms: Any, key: Any) -> None:
    other = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/x", TargetKeyId=other)
    kms.schedule_key_deletion(KeyId=key["KeyId"])
    for operation in (kms.create_alias, kms.update_alias):
        refused = refusal(operation, AliasName="alias/x", TargetKeyId=key["KeyId"])
        assert refused["Code"] == "KMSInvalidStateException"
    kms.delete_alias(AliasName="alias/x")


def test_an_enabled_asymmetric_key_has_a_public_key(kms: Any, key: Any) -> None:
    signing = kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["KeyId"]
    assert kms.get_public_key(KeyId=signing)["PublicKey"]
    kms.disable_key(KeyId=signing)
    assert refusal(kms.get_public_key, KeyId=signing)["Code"] == "DisabledException"
    assert refusal(kms.get_public_key, KeyId=key["KeyId"])["Code"] == "UnsupportedOperationException"


def test_a_key_is_not_encrypted_to_while_it_is_disabled(kms: Any, key: Any) -> None:
    blob = kms.encrypt(KeyId=key["KeyId"], Plaintext=b"a")["CiphertextBlob"]
    other = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.disable_key(KeyId=other)
    refused = refusal(kms.re_encrypt, CiphertextBlob=blob, DestinationKeyId=other)
    assert refused["Code"] == "DisabledException"


def test_a_key_is_used_for_what_it_was_made_for(kms: Any, key: Any) -> None:
    signing = kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]
    refused = refusal(kms.encrypt, KeyId=signing["KeyId"], Plaintext=b"a")
    assert (refused["Code"], refused["Message"]) == (
        "InvalidKeyUsageException",
        f"{signing['Arn']} key usage is SIGN_VERIFY which is not valid for Encrypt.",
    )
    refused = refusal(kms.sign, KeyId=key["KeyId"], Message=b"a", SigningAlgorithm=SIGNING)
    assert refused["Code"] == "InvalidKeyUsageException"
    refused = refusal(kms.generate_mac, KeyId=key["KeyId"], Message=b"a", MacAlgorithm="HMAC_SHA_256")
    assert refused["Code"] == "InvalidKeyUsageException"


def test_a_signature_is_that_of_its_message(kms: Any) -> None:
    key_id = kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["KeyId"]
    signed = kms.sign(KeyId=key_id, Message=b"a", SigningAlgorithm=SIGNING)["Signature"]
    named = {"KeyId": key_id, "Signature": signed, "SigningAlgorithm": SIGNING}
    assert kms.verify(**named, Message=b"a")["SignatureValid"]
    assert refusal(kms.verify, **named, Message=b"b")["Code"] == "KMSInvalidSignatureException"


def test_a_key_is_changed_by_its_arn(kms: Any, key: Any) -> None:
    def state() -> str:
        return str(kms.describe_key(KeyId=key["Arn"])["KeyMetadata"]["KeyState"])

    kms.disable_key(KeyId=key["Arn"])
    assert state() == "Disabled"
    kms.enable_key(KeyId=key["Arn"])
    assert state() == "Enabled"
    scheduled = kms.schedule_key_deletion(KeyId=key["Arn"], PendingWindowInDays=7)
    assert (scheduled["KeyId"], scheduled["KeyState"]) == (key["Arn"], "PendingDeletion")
    described = kms.describe_key(KeyId=key["Arn"])["KeyMetadata"]["DeletionDate"]
    assert abs((scheduled["DeletionDate"] - described).total_seconds()) < 0.01
    assert kms.cancel_key_deletion(KeyId=key["Arn"])["KeyId"] == key["Arn"]
    assert state() == "Disabled"


def test_a_key_that_is_pending_deletion_is_not_changed(kms: Any, key: Any) -> None:
    assert refusal(kms.cancel_key_deletion, KeyId=key["KeyId"])["Code"] == "KMSInvalidStateException"
    kms.schedule_key_deletion(KeyId=key["KeyId"])
    for operation in (kms.enable_key, kms.disable_key, kms.schedule_key_deletion):
        assert refusal(operation, KeyId=key["KeyId"])["Code"] == "KMSInvalidStateException"


@pytest.mark.parametrize("days", [6, 31])
def test_deletion_waits_for_seven_to_thirty_days(kms: Any, key: Any, days: int) -> None:
    refused = refusal(kms.schedule_key_deletion, KeyId=key["KeyId"], PendingWindowInDays=days)
    assert refused["Code"] == "ValidationException"
    assert kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"] == "Enabled"


def test_missing_keys_are_not_found(kms: Any) -> None:
    for operation in (kms.enable_key, kms.schedule_key_deletion, kms.cancel_key_deletion):
        assert refusal(operation, KeyId="none")["Code"] == "NotFoundException"
    assert refusal(kms.encrypt, KeyId="alias/none", Plaintext=b"a")["Code"] == "NotFoundException"


def test_aliases_of_aws_are_reserved(kms: Any, key: Any) -> None:
    refused = refusal(kms.create_alias, AliasName="alias/aws/x", TargetKeyId=key["KeyId"])
    assert refused["Code"] == "NotAuthorizedException"
    kms.create_alias(AliasName="alias/x", TargetKeyId=key["KeyId"])
    kms.disable_key(KeyId=key["KeyId"])
    assert refusal(kms.encrypt, KeyId="alias/x", Plaintext=b"a")["Code"] == "DisabledException"
