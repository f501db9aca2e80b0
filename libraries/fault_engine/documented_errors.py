"""Facts about errors that AWS documents and botocore's models lack."""

from collections.abc import Mapping
from typing import Any

S3_STATUSES: Mapping[str, int] = {
    "AccessDenied": 403,
    "AccountProblem": 403,
    "AllAccessDisabled": 403,
    "BadDigest": 400,
    "BucketAlreadyExists": 409,
    "BucketAlreadyOwnedByYou": 409,
    "BucketNotEmpty": 409,
    "ConditionalRequestConflict": 409,
    "EncryptionTypeMismatch": 400,
    "EntityTooLarge": 400,
    "EntityTooSmall": 400,
    "ExpiredToken": 400,
    "IdempotencyParameterMismatch": 400,
    "IllegalLocationConstraintException": 400,
    "IncompleteBody": 400,
    "InternalError": 500,
    "InvalidAccessKeyId": 403,
    "InvalidArgument": 400,
    "InvalidBucketName": 400,
    "InvalidBucketState": 409,
    "InvalidDigest": 400,
    "InvalidObjectState": 403,
    "InvalidPart": 400,
    "InvalidPartOrder": 400,
    "InvalidRange": 416,
    "InvalidRequest": 400,
    "InvalidToken": 400,
    "InvalidWriteOffset": 400,
    "KeyTooLongError": 400,
    "MalformedPOSTRequest": 400,
    "MalformedXML": 400,
    "MethodNotAllowed": 405,
    "MissingContentLength": 411,
    "NoSuchAnnotation": 404,
    "NoSuchBucket": 404,
    "NoSuchBucketPolicy": 404,
    "NoSuchCORSConfiguration": 404,
    "NoSuchKey": 404,
    "NoSuchLifecycleConfiguration": 404,
    "NoSuchTagSet": 404,
    "NoSuchUpload": 404,
    "NoSuchVersion": 404,
    "NoSuchWebsiteConfiguration": 404,
    "NotImplemented": 501,
    "NotModified": 304,
    "NotSignedUp": 403,
    "ObjectAlreadyInActiveTierError": 403,
    "ObjectNotInActiveTierError": 403,
    "OperationAborted": 409,
    "PermanentRedirect": 301,
    "PreconditionFailed": 412,
    "RequestTimeTooSkewed": 403,
    "RequestTimeout": 400,
    "ServerSideEncryptionConfigurationNotFoundError": 404,
    "ServiceUnavailable": 503,
    "SignatureDoesNotMatch": 403,
    "SlowDown": 503,
    "TooManyBuckets": 400,
    "TooManyParts": 400,
}
"""https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"""

COMMON_STATUSES: Mapping[str, int] = {
    "AccessDeniedException": 403,
    "ExpiredToken": 403,
    "ExpiredTokenException": 403,
    "IncompleteSignature": 403,
    "InternalError": 500,
    "InternalFailure": 500,
    "InternalServerError": 500,
    "InternalServerException": 500,
    "InternalServiceError": 500,
    "InvalidClientTokenId": 403,
    "InvalidSignatureException": 403,
    "MissingAuthenticationToken": 403,
    "NotAuthorized": 400,
    "OptInRequired": 403,
    "RequestEntityTooLargeException": 413,
    "RequestExpired": 400,
    "RequestTimeout": 408,
    "RequestTimeoutException": 408,
    "ServiceUnavailable": 503,
    "ServiceUnavailableException": 503,
    "SignatureDoesNotMatch": 403,
    "SlowDown": 503,
    "TooManyRequestsException": 429,
    "UnrecognizedClientException": 403,
}
"""Codes that any service may return and few models list; all others are 400.
https://docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html"""

LEGACY_QUERY_CODES: Mapping[str, Mapping[str, str]] = {
    "sqs": {
        "AccessDeniedException": "AccessDenied",
        "BatchEntryIdsNotDistinct": "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
        "BatchRequestTooLong": "AWS.SimpleQueueService.BatchRequestTooLong",
        "EmptyBatchRequest": "AWS.SimpleQueueService.EmptyBatchRequest",
        "InvalidBatchEntryId": "AWS.SimpleQueueService.InvalidBatchEntryId",
        "InvalidParameterValueException": "InvalidParameterValue",
        "MessageNotInflight": "AWS.SimpleQueueService.MessageNotInflight",
        "MissingRequiredParameterException": "MissingParameter",
        "PurgeQueueInProgress": "AWS.SimpleQueueService.PurgeQueueInProgress",
        "QueueDeletedRecently": "AWS.SimpleQueueService.QueueDeletedRecently",
        "QueueDoesNotExist": "AWS.SimpleQueueService.NonExistentQueue",
        "QueueNameExists": "QueueAlreadyExists",
        "TooManyEntriesInBatchRequest": "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
        "UnsupportedOperation": "AWS.SimpleQueueService.UnsupportedOperation",
    },
}
"""Codes from before a service used JSON, if its model no longer has them (CloudWatch's has). They are sent in
`x-amzn-query-error`, and clients that say `x-amzn-query-mode: true` show them as the error's code.
https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait"""

USUAL_MEMBERS: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("lambda", "TooManyRequestsException"): {
        "Reason": "ReservedFunctionConcurrentInvocationLimitExceeded",
        "Type": "User",
    },
    ("s3", "InvalidObjectState"): {"StorageClass": "GLACIER"},
}
"""Members that AWS always sends and clients decide by, though the models do not require them."""

TYPICAL_MESSAGES: Mapping[str, str] = {
    "AccessDenied": "Access Denied",
    "ConditionalCheckFailedException": "The conditional request failed",
    "NotAuthorizedException": "Incorrect username or password.",
    "ProvisionedThroughputExceededException": (
        "The level of configured provisioned throughput for the table was exceeded. "
        "Consider increasing your provisioning level with the UpdateTable API."
    ),
    "SlowDown": "Please reduce your request rate.",
    "Throttling": "Rate exceeded",
    "ThrottlingException": "Rate exceeded",
    "TooManyRequestsException": "Too Many Requests",
}
"""Messages observed on AWS; for other codes the first sentence of the model's documentation is used."""
