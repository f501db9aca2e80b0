"""Keys that objects are encrypted with: single requests by `behaviours/s3_key_cases.py`, then what takes several."""

from typing import Any

import pytest
from behaviours import Case
from behaviours.comparing import filled, require
from behaviours.s3_cases import STATUSES
from behaviours.s3_key_cases import CASES, DISABLED
from s3_requests import code_of, new_bucket, refusal, signed

KMS_STATUSES = dict.fromkeys(
    (
        "KMS.DisabledException",
        "KMS.InvalidKeyUsageException",
        "KMS.KMSInvalidStateException",
        "KMS.NotFoundException",
    ),
    400,
)
OWN = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}


@pytest.fixture
def s3(aws: Any) -> Any:
    return aws.client("s3", signature_version="s3v4")


@pytest.fixture
def kms(aws: Any) -> Any:
    return aws.client("kms")


@pytest.fixture
def names(aws: Any, s3: Any, kms: Any) -> dict[str, str]:
    created = {name: kms.create_key()["KeyMetadata"] for name in ("key", "disabled", "doomed")}
    signs = {"KeyUsage": "SIGN_VERIFY", "KeySpec": "ECC_NIST_P256"}
    created["signing"] = kms.create_key(**signs)["KeyMetadata"]
    created["elsewhere"] = aws.client("kms", region="us-east-1").create_key()["KeyMetadata"]
    kms.create_alias(AliasName="alias/orders", TargetKeyId=created["key"]["KeyId"])
    bucket = new_bucket(s3, "bucket")
    s3.put_object(Bucket=bucket, Key="k", Body=b"0123456789")
    for name in ("key", "disabled", "doomed"):
        encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": created[name]["KeyId"]}
        s3.put_object(Bucket=bucket, Key=f"of-{name}", Body=b"hello", **encryption)
    kms.disable_key(KeyId=created["disabled"]["KeyId"])
    kms.schedule_key_deletion(KeyId=created["doomed"]["KeyId"])
    return {
        "account": aws.account_id,
        "bucket": bucket,
        "managed_arn": kms.describe_key(KeyId="alias/aws/s3")["KeyMetadata"]["Arn"],
        **{name: key["KeyId"] for name, key in created.items()},
        **{f"{name}_arn": key["Arn"] for name, key in created.items()},
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_encryption_keys_of_objects_are_used_as_on_aws(s3: Any, names: dict[str, str], case: Case) -> None:
    answer = case.answer
    told = tuple(filled(list(answer), names)) if isinstance(answer, tuple) else answer
    case = Case(case.name, case.source, case.operation, case.parameters, told)  # type: ignore[arg-type]
    require(case, s3, names, statuses={**STATUSES, **KMS_STATUSES})


def test_a_key_that_is_enabled_again_reads(s3: Any, kms: Any, names: dict[str, str]) -> None:
    """AWS KMS Developer Guide, "Key states of AWS KMS keys"."""
    kms.enable_key(KeyId=names["disabled"])
    kms.cancel_key_deletion(KeyId=names["doomed"])
    kms.enable_key(KeyId=names["doomed"])
    for key in ("of-key", "of-disabled", "of-doomed"):
        assert s3.get_object(Bucket=names["bucket"], Key=key)["Body"].read() == b"hello"


def test_metadata_of_an_encrypted_object_needs_no_kms_key(s3: Any, names: dict[str, str]) -> None:
    """Amazon S3 API reference, HeadObject: only a checksum needs `kms:Decrypt`."""
    where = {"Bucket": names["bucket"], "Key": "of-disabled"}
    head = s3.head_object(**where)
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", names["disabled_arn"])
    assert refusal(s3.head_object, **where, ChecksumMode="ENABLED")["Code"] == "400"
    unchanged = refusal(s3.get_object, **where, IfNoneMatch=head["ETag"])
    assert unchanged["Code"] == "304"


@pytest.mark.parametrize("operation", ["get_object", "head_object"])
def test_a_request_to_read_says_nothing_of_encryption(s3: Any, names: dict[str, str], operation: str) -> None:
    """Amazon S3 API reference, GetObject and HeadObject: encryption request headers."""
    method, path = operation.partition("_")[0].upper(), f"{names['bucket']}/of-key"
    assert signed(s3, method, path).status_code == 200
    refused = signed(s3, method, path, **{"x-amz-server-side-encryption": "aws:kms"})
    assert refused.status_code == 400
    if method == "GET":
        assert code_of(refused) == "InvalidArgument"


def test_parts_need_the_key_of_their_upload(s3: Any, kms: Any, names: dict[str, str]) -> None:
    """Amazon S3 API reference, CreateMultipartUpload: permissions to use the key for parts."""
    where = {"Bucket": names["bucket"], "Key": "up"}
    encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": names["key"]}
    upload = s3.create_multipart_upload(**where, **encryption, ChecksumAlgorithm="CRC32")
    part = {**where, "UploadId": upload["UploadId"], "PartNumber": 1}
    assert upload["SSEKMSKeyId"] == names["key_arn"]
    done = s3.upload_part(**part, Body=b"hello", ChecksumAlgorithm="CRC32")
    kms.disable_key(KeyId=names["key"])
    told = f"{names['key_arn']} is disabled."
    assert refusal(s3.upload_part, **part, Body=b"hello", ChecksumAlgorithm="CRC32")["Message"] == told
    copied = refusal(s3.upload_part_copy, **part, CopySource=f"{names['bucket']}/k")
    assert copied["Message"] == told
    parts = [{"PartNumber": 1, "ETag": done["ETag"], "ChecksumCRC32": done["ChecksumCRC32"]}]
    whole = {**where, "UploadId": upload["UploadId"], "MultipartUpload": {"Parts": parts}}
    assert refusal(s3.complete_multipart_upload, **whole)["Code"] == "KMS.DisabledException"
    kms.enable_key(KeyId=names["key"])
    assert s3.complete_multipart_upload(**whole)["SSEKMSKeyId"] == names["key_arn"]


def test_a_bucket_prescribes_its_key(s3: Any, kms: Any, names: dict[str, str]) -> None:
    """Amazon S3 API reference, PutBucketEncryption, which checks no key; User Guide, "Reducing the cost of SSE-KMS"."""
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/orders"}
    rule: dict[str, Any] = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}

    def prescribe() -> None:
        s3.put_bucket_encryption(Bucket=names["bucket"], ServerSideEncryptionConfiguration={"Rules": [rule]})

    prescribe()
    held = s3.get_bucket_encryption(Bucket=names["bucket"])["ServerSideEncryptionConfiguration"]
    assert held == {"Rules": [rule]}
    where = {"Bucket": names["bucket"], "Key": "new"}
    made = s3.put_object(**where)
    assert (made["SSEKMSKeyId"], made["BucketKeyEnabled"]) == (names["key_arn"], True)
    assert "BucketKeyEnabled" not in s3.put_object(**where, BucketKeyEnabled=False)
    assert s3.put_object(**where, ServerSideEncryption="AES256")["ServerSideEncryption"] == "AES256"
    default["KMSMasterKeyID"] = names["disabled_arn"]
    prescribe()
    assert refusal(s3.put_object, **where)["Message"] == filled(DISABLED[1], names)


def test_the_key_that_aws_manages_is_in_kms(s3: Any, kms: Any, names: dict[str, str]) -> None:
    """AWS KMS Developer Guide, "AWS managed keys"."""
    made = s3.put_object(Bucket=names["bucket"], Key="new", ServerSideEncryption="aws:kms")
    assert kms.describe_key(KeyId=made["SSEKMSKeyId"])["KeyMetadata"]["KeyManager"] == "AWS"
    assert kms.describe_key(KeyId=names["key"])["KeyMetadata"]["KeyManager"] == "CUSTOMER"


def test_copied_parts_need_the_customers_key(s3: Any, names: dict[str, str]) -> None:
    """Amazon S3 API reference, UploadPartCopy: the key must be that of the upload."""
    where = {"Bucket": names["bucket"], "Key": "up"}
    upload = s3.create_multipart_upload(**where, **OWN)["UploadId"]
    part = {**where, "UploadId": upload, "PartNumber": 1, "CopySource": f"{names['bucket']}/k"}
    assert refusal(s3.upload_part_copy, **part)["Code"] == "InvalidRequest"
    other = {**OWN, "SSECustomerKey": "x" * 32}
    assert refusal(s3.upload_part_copy, **part, **other)["Code"] == "AccessDenied"
    assert "ETag" in s3.upload_part_copy(**part, **OWN)["CopyPartResult"]


def test_a_bucket_blocks_keys_of_customers(s3: Any, names: dict[str, str]) -> None:
    """Amazon S3 User Guide, "Blocking or unblocking SSE-C for a general purpose bucket"."""
    where = {"Bucket": names["bucket"], "Key": "new"}
    s3.put_object(**where, **OWN)
    rule = {
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
        "BucketKeyEnabled": False,
        "BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]},
    }
    encryption = {"Rules": [rule]}
    s3.put_bucket_encryption(Bucket=names["bucket"], ServerSideEncryptionConfiguration=encryption)
    held = s3.get_bucket_encryption(Bucket=names["bucket"])
    assert held["ServerSideEncryptionConfiguration"] == encryption
    assert refusal(s3.put_object, **where, **OWN)["Code"] == "AccessDenied"
    assert refusal(s3.create_multipart_upload, **where, **OWN)["Code"] == "AccessDenied"
    assert s3.get_object(**where, **OWN)["Body"].read() == b""
    s3.put_object(**where)
