"""`s3`: objects, their versions, parts, checksums and locks, on the buckets that moto keeps.

Imitated: objects with metadata, tags, checksums (CRC32, CRC32C, CRC64NVME, SHA-1, SHA-256, SHA-512, MD5), encryption (what
responses say of it) and storage classes; conditional requests, ranges and parts, copies, uploads in parts; versions and
delete markers; retention and legal holds; lists; keys of KMS that there are, and whether they are enabled; presigned URLs and
upload forms, which expire, and whose signatures are verified if the secret key is known (those that IAM and STS issued, and
the ones used with this stand-in by convention); notifications, also to EventBridge; redirection to the region of a bucket;
lifecycle rules, by the stand-in's clock; public access, Block Public Access and disabled ACLs, both of
which new buckets have, and what a bucket's policy says, with its conditions: each request counts as encrypted, and comes from
no VPC, service or organization.

Not imitated: policies of IAM; a few condition keys in policies of buckets (501); websites, inventories,
analytics, metrics, intelligent tiering and replication, whose configurations are kept without an effect, as is payment by
requesters; who owns an object of another account; Block Public Access of a whole account; policies of keys; checksums by
XXHASH; metadata tables, annotations, sessions: 501. Most configurations of buckets are moto's.
"""

from collections.abc import Callable, Mapping

from werkzeug.exceptions import HTTPException

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.overlays.s3 import (
    bucket_locks,
    buckets,
    configurations,
    expiry,
    identified_configurations,
    lifecycle_rules,
    listing,
    multipart,
    notifications,
    object_settings,
    reading,
    removing,
    writing,
)
from aws_stand_in.overlays.s3.access import check_access
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.errors import S3Error, error_response, identifying_headers
from aws_stand_in.overlays.s3.presigned import check_presigned
from aws_stand_in.overlays.s3.regions import check_region
from aws_stand_in.overlays.s3.signatures import SecretKeys
from aws_stand_in.overlays.s3.upload_forms import post_object
from fault_engine.documented_errors import S3_STATUSES

SERVICE = "s3"
Operation = Callable[[S3Call], AwsResponse]

OPERATIONS: Mapping[str, Operation] = {
    **dict.fromkeys(configurations.BY_MOTO, configurations.pass_to_moto),
    **identified_configurations.OPERATIONS,
    "AbortMultipartUpload": multipart.abort_multipart_upload,
    "CompleteMultipartUpload": multipart.complete_multipart_upload,
    "CopyObject": writing.copy_object,
    "CreateBucket": buckets.create_bucket,
    "CreateMultipartUpload": multipart.create_multipart_upload,
    "DeleteBucket": buckets.delete_bucket,
    "DeleteBucketLifecycle": lifecycle_rules.delete_bucket_lifecycle,
    "DeleteObject": removing.delete_object,
    "DeleteObjects": removing.delete_objects,
    "DeleteObjectTagging": object_settings.delete_object_tagging,
    "GetBucketAcl": buckets.get_bucket_acl,
    "GetBucketEncryption": configurations.get_bucket_encryption,
    "GetBucketLifecycleConfiguration": lifecycle_rules.get_bucket_lifecycle,
    "GetBucketLocation": buckets.get_bucket_location,
    "GetBucketLogging": configurations.get_bucket_logging,
    "GetBucketNotificationConfiguration": notifications.get_configuration,
    "GetBucketPolicyStatus": configurations.get_bucket_policy_status,
    "GetBucketRequestPayment": configurations.get_bucket_request_payment,
    "GetObject": reading.get_object,
    "GetObjectAcl": object_settings.get_object_acl,
    "GetObjectAttributes": reading.get_object_attributes,
    "GetObjectLegalHold": object_settings.get_object_legal_hold,
    "GetObjectLockConfiguration": bucket_locks.get_object_lock_configuration,
    "GetObjectRetention": object_settings.get_object_retention,
    "GetObjectTagging": object_settings.get_object_tagging,
    "GetPublicAccessBlock": configurations.get_public_access_block,
    "HeadBucket": buckets.head_bucket,
    "HeadObject": reading.head_object,
    "ListBuckets": buckets.list_buckets,
    "ListMultipartUploads": listing.list_multipart_uploads,
    "ListObjects": listing.list_objects,
    "ListObjectsV2": listing.list_objects_v2,
    "ListObjectVersions": listing.list_object_versions,
    "ListParts": multipart.list_parts,
    "PutBucketAcl": buckets.put_bucket_acl,
    "PutBucketLifecycleConfiguration": lifecycle_rules.put_bucket_lifecycle,
    "PutBucketLogging": configurations.put_bucket_logging,
    "PutBucketTagging": configurations.put_bucket_tagging,
    "PutBucketNotificationConfiguration": notifications.put_configuration,
    "PutBucketRequestPayment": configurations.put_bucket_request_payment,
    "PutObject": writing.put_object,
    "PutObjectAcl": object_settings.put_object_acl,
    "PutObjectLegalHold": object_settings.put_object_legal_hold,
    "PutObjectLockConfiguration": bucket_locks.put_object_lock_configuration,
    "PutObjectRetention": object_settings.put_object_retention,
    "PutObjectTagging": object_settings.put_object_tagging,
    "RestoreObject": object_settings.restore_object,
    "UploadPart": multipart.upload_part,
    "UploadPartCopy": multipart.upload_part_copy,
}
"""The operations that are answered."""


_NEWER_NAMES = {
    "GetBucketLifecycle": "GetBucketLifecycleConfiguration",
    "GetBucketNotification": "GetBucketNotificationConfiguration",
    "PutBucketLifecycle": "PutBucketLifecycleConfiguration",
    "PutBucketNotification": "PutBucketNotificationConfiguration",
}
"""Of operations that have two names in the model, and look alike, the one that is not deprecated."""


class S3Overlay(Overlay):
    """Answers requests to S3.

    Args:
        clock: Epoch seconds.
        find_transcript: Returns the object at a path in the transcription service's bucket; None for any other path.
    """

    def __init__(
        self, clock: Callable[[], float], find_transcript: Callable[[str, str], AwsResponse | None]
    ) -> None:
        self._clock = clock
        self._find_transcript = find_transcript
        self._secrets = SecretKeys()

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {
            **{(SERVICE, name): self.answer for name in (*OPERATIONS, *_NEWER_NAMES, "PostObject")},
            (SERVICE, "GetObject"): self.get_object,
            (SERVICE, "*"): self.refuse,
        }

    def reset(self, account_id: str) -> None:
        self._secrets.forget(account_id)

    def get_object(self, request: AwsRequest) -> AwsResponse:
        """Return a transcript or an object."""
        transcript = self._find_transcript(request.http.path, request.account_id)
        return transcript or self.answer(request)

    def answer(self, request: AwsRequest) -> AwsResponse:
        """Answer a request, with S3's form of errors."""
        try:
            response = self._answer(request)
        except AwsError as error:
            return error_response(error, with_body=request.http.method != "HEAD")
        except HTTPException as error:
            return error_response(_error_of_moto(error), with_body=request.http.method != "HEAD")
        response.headers.update(identifying_headers())
        return response

    def refuse(self, request: AwsRequest) -> AwsResponse:
        """Refuse what is not imitated."""
        if request.http.method == "POST" and not request.operation:
            return self.answer(request)
        raise NotImitatedError(f"{SERVICE}.{request.operation or request.http.method}")

    def _answer(self, request: AwsRequest) -> AwsResponse:
        request.operation = _NEWER_NAMES.get(request.operation, request.operation)
        call = S3Call(request, self._clock(), self._secrets)
        self._secrets.learn(request.http.environ)
        check_region(call)
        check_presigned(call)
        check_access(call)
        _log(call)
        expiry.apply_rules(call)
        if request.operation in OPERATIONS:
            return OPERATIONS[request.operation](call)
        return post_object(call)


def _log(call: S3Call) -> None:
    """Write a log into the bucket that the bucket of the request names for them."""
    bucket = call.backend.buckets.get(call.bucket_name)
    if bucket is not None and bucket.logging and call.aws.operation not in configurations.BY_MOTO:
        call.backend.log_incoming_request(call.aws.http, call.bucket_name)


def _error_of_moto(error: HTTPException) -> S3Error:
    code = str(getattr(error, "error_type", error.name))
    message = str(getattr(error, "message", error.description))
    return S3Error(code, message, status=S3_STATUSES.get(code, error.code or 400))
