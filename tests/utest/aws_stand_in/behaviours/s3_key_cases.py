"""Cases of the keys that objects are encrypted with: what one request is answered.

`{bucket}` stands for a bucket with the objects `k` and, encrypted with keys of those states, `of-key`, `of-disabled` and `of-doomed`.
`{key}`, `{disabled}`, `{doomed}`, `{signing}` and `{elsewhere}` stand for ids of keys in KMS, of which the third is to be deleted, the
fourth signs, and the last is in another region; `{..._arn}` for their ARNs. `alias/orders` is `{key}`.
"""

from behaviours import Case
from behaviours.s3_cases import API, GUIDE, UTILS, at, copy, put

KMS = GUIDE + "Using server-side encryption with AWS KMS keys (SSE-KMS)"
BUCKET_KEYS = GUIDE + "Configuring an S3 Bucket Key at the object level"
UNKNOWN = "00000000-1111-2222-3333-444444444444"
NO_KEY_OF_ID = (
    "KMS.NotFoundException",
    f"Key 'arn:aws:kms:eu-west-1:{{account}}:key/{UNKNOWN}' does not exist",
)
DISABLED = ("KMS.DisabledException", "{disabled_arn} is disabled.")
DOOMED = ("KMS.KMSInvalidStateException", "{doomed_arn} is pending deletion.")


def encrypted(key: str | None, **more: object) -> dict[str, object]:
    named = {} if key is None else {"SSEKMSKeyId": key}
    return {"ServerSideEncryption": "aws:kms", **named, **more}


def made(key: str = "{key_arn}", **more: object) -> dict[str, object]:
    return {
        "ETag": '"5d41402abc4b2a76b9719d911017c592"',
        "ChecksumCRC32": "NhCmhg==",
        "ChecksumType": "FULL_OBJECT",
        **encrypted(key, **more),
    }


CASES = [
    Case("a key is named by its id", KMS, "put_object", put(**encrypted("{key}")), made()),
    Case("a key is named by its ARN", KMS, "put_object", put(**encrypted("{key_arn}")), made()),
    Case("a key is named by an alias", KMS, "put_object", put(**encrypted("alias/orders")), made()),
    Case("a key is named by the ARN of an alias", KMS, "put_object", put(**encrypted("arn:aws:kms:eu-west-1:{account}:alias/orders")), made()),
    Case("AWS manages a key", API + "PutObject", "put_object", put(**encrypted(None)), made("{managed_arn}")),
    Case("a key of a bucket saves requests to KMS", BUCKET_KEYS, "put_object", put(**encrypted("{key}", BucketKeyEnabled=True)), made(BucketKeyEnabled=True)),
    Case("two layers have no key of the bucket", GUIDE + "Using dual-layer server-side encryption with AWS KMS keys (DSSE-KMS)", "put_object",
         put(**{**encrypted("{key}", BucketKeyEnabled=True), "ServerSideEncryption": "aws:kms:dsse"}), {**made(), "ServerSideEncryption": "aws:kms:dsse"}),
    *(
        Case(f"{operation} takes no {kind} key", UTILS, operation, {**parameters, **encrypted(key)}, refusal)
        for operation, parameters in (("put_object", put()), ("copy_object", copy()), ("create_multipart_upload", at("up")))
        for kind, key, refusal in (
            ("unknown", UNKNOWN, NO_KEY_OF_ID),
            ("misnamed", "nothing", ("KMS.NotFoundException", "Invalid keyId 'nothing'")),
            ("disabled", "{disabled}", DISABLED),
            ("doomed", "{doomed_arn}", DOOMED),
            ("distant", "{elsewhere_arn}", ("KMS.NotFoundException", "Invalid arn us-east-1")),
            ("signing", "{signing}", ("KMS.InvalidKeyUsageException", "{signing_arn} key usage is SIGN_VERIFY which is not valid for GenerateDataKey.")),
        )
    ),
    Case("an alias is one", UTILS, "put_object", put(**encrypted("alias/nothing")),
         ("KMS.NotFoundException", "Alias arn:aws:kms:eu-west-1:{account}:alias/nothing is not found.")),
    Case("a key of another account is its own", "AWS KMS API reference, GenerateDataKey: AccessDeniedException", "put_object",
         put(**encrypted("arn:aws:kms:eu-west-1:999999999999:key/{key}")),
         ("AccessDenied", "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.")),
    # objects that are read
    Case("a disabled key reads nothing", "AWS KMS API reference, Decrypt: DisabledException", "get_object", at("of-disabled"), DISABLED),
    Case("a key that is to be deleted reads nothing", "AWS KMS API reference, Decrypt: KMSInvalidStateException", "get_object", at("of-doomed"), DOOMED),
    Case("a disabled key copies nothing", "AWS KMS API reference, Decrypt: DisabledException", "copy_object", copy("{bucket}/of-disabled"), DISABLED),
    Case("a key of a customer is for the objects it encrypted", API + "GetObject", "get_object", at(SSECustomerAlgorithm="AES256", SSECustomerKey="k" * 32),
         ("InvalidRequest", "The encryption parameters are not applicable to this object.")),
]  # fmt: skip
