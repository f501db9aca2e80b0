"""Cases of buckets and their configurations: what one request is answered.

`{bucket}` stands for a bucket with the object `k`, `{versions}` for one with versions, in which `k` is hidden behind a delete marker,
`{locked}` for one with object lock, `{dotted}` for one with periods in its name, `{other}` for one in another region.
"""

from datetime import UTC, datetime
from typing import Any

from behaviours import Case
from behaviours.s3_cases import API, GUIDE, INVALID, MALFORMED, NO_BUCKET, NO_KEY, PROVIDER, UTILS, VALIDATION
from behaviours.s3_cases import STATUSES as OF_OBJECTS

STATUSES = {
    **OF_OBJECTS,
    **dict.fromkeys(
        (
            "IdMismatch",
            "InvalidBucketOwnerAWSAccountID",
            "InvalidS3DestinationBucket",
            "InvalidTargetBucketForLogging",
            "IllegalLocationConstraintException",
            "MalformedACLError",
            "MissingSecurityHeader",
            "UnexpectedContent",
        ),
        400,
    ),
    "AccessDenied": 403,
    "BucketAlreadyOwnedByYou": 409,
    "BucketNotEmpty": 409,
    "CrossLocationLoggingProhibitted": 403,
    "InvalidBucketState": 409,
    "NoSuchConfiguration": 404,
    "NoSuchPublicAccessBlockConfiguration": 404,
    "ObjectLockConfigurationNotFoundError": 404,
}
OWNER_ID = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"
LOGS = "http://acs.amazonaws.com/groups/s3/LogDelivery"
MALFORMED_ACL = ("MalformedACLError", MALFORMED[1])
NO_CONFIGURATION = ("NoSuchConfiguration", "The specified configuration does not exist.")
INVALID_REQUEST = "InvalidRequest"
BAD_PROTOCOL = (
    INVALID_REQUEST,
    "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.",
)
CONFIGURED = {"Bucket": "{bucket}"}
LIFECYCLE = API + "PutBucketLifecycleConfiguration"


def put_list(*grants: Any, owner: str = OWNER_ID, **more: Any) -> dict[str, Any]:
    return {**CONFIGURED, "AccessControlPolicy": {"Owner": {"ID": owner}, "Grants": list(grants)}, **more}


def grant(kind: str, permission: str = "WRITE", **grantee: str) -> dict[str, Any]:
    return {"Grantee": {"Type": kind, **grantee}, "Permission": permission}


def tags(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {**CONFIGURED, "Tagging": {"TagSet": [{"Key": key, "Value": value} for key, value in pairs]}}


def website(**configuration: Any) -> dict[str, Any]:
    return {**CONFIGURED, "WebsiteConfiguration": configuration}


def pages(*rules: Any) -> dict[str, Any]:
    return website(IndexDocument={"Suffix": "index.html"}, RoutingRules=list(rules))


def rule(**members: Any) -> dict[str, Any]:
    one = {"ID": "r", "Status": "Enabled", "Filter": {}, "Expiration": {"Days": 1}, **members}
    return {**CONFIGURED, "LifecycleConfiguration": {"Rules": [one]}}


def cors(*rules: Any) -> dict[str, Any]:
    return {**CONFIGURED, "CORSConfiguration": {"CORSRules": list(rules)}}


def retention(**members: Any) -> dict[str, Any]:
    rules = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", **members}}}
    return {"Bucket": "{locked}", "ObjectLockConfiguration": rules}


def encryption(**default: str) -> dict[str, Any]:
    rules = [{"ApplyServerSideEncryptionByDefault": default}]
    return {**CONFIGURED, "ServerSideEncryptionConfiguration": {"Rules": rules}}


def replication(source: str, target: str) -> dict[str, Any]:
    one = {
        "ID": "r",
        "Status": "Enabled",
        "Priority": 1,
        "Filter": {"Prefix": ""},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        "Destination": {"Bucket": f"arn:aws:s3:::{target}"},
    }
    role = "arn:aws:iam::123456789012:role/r"
    return {"Bucket": source, "ReplicationConfiguration": {"Role": role, "Rules": [one]}}


def logs(target: str) -> dict[str, Any]:
    return {
        **CONFIGURED,
        "BucketLoggingStatus": {"LoggingEnabled": {"TargetBucket": target, "TargetPrefix": ""}},
    }


def inventory(named: str = "i", **members: Any) -> dict[str, Any]:
    one = {
        "Id": "i",
        "IsEnabled": True,
        "IncludedObjectVersions": "All",
        "Schedule": {"Frequency": "Daily"},
        "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::{bucket}", "Format": "CSV"}},
        **members,
    }
    return {**CONFIGURED, "Id": named, "InventoryConfiguration": one}


CASES = [
    # the bucket itself
    Case("a bucket is told where it is", API + "HeadBucket", "head_bucket", CONFIGURED,
         {"BucketRegion": "eu-west-1", "BucketArn": "arn:aws:s3:::{bucket}", "AccessPointAlias": False}),
    Case("a bucket has one owner", PROVIDER, "create_bucket", {**CONFIGURED, "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}},
         ("BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.")),
    Case("a bucket is created where the request is sent", UTILS, "create_bucket", {"Bucket": "never-created"},
         ("IllegalLocationConstraintException",
          "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.")),
    Case("a bucket of another region", UTILS, "create_bucket", {"Bucket": "never-created", "CreateBucketConfiguration": {"LocationConstraint": "us-east-1"}},
         ("IllegalLocationConstraintException",
          "The us-east-1 location constraint is incompatible for the region specific endpoint this request was sent to.")),
    Case("tags of a new bucket differ", UTILS, "create_bucket",
         {"Bucket": "never-created", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1", "Tags": [{"Key": "a", "Value": "b"}] * 2}},
         ("InvalidTag", "Cannot provide multiple Tags with the same key")),
    Case("tags of a new bucket are not AWS's", UTILS, "create_bucket",
         {"Bucket": "never-created", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1", "Tags": [{"Key": "aws:a", "Value": "b"}]}},
         ("InvalidTag", "…This prefix is reserved for system tags. Remove \"aws:\" from your tag keys and try again.")),
    Case("ownership has three kinds", PROVIDER, "create_bucket",
         {"Bucket": "never-created", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}, "ObjectOwnership": "Nobody"},
         (INVALID, "Invalid x-amz-object-ownership header: Nobody")),
    Case("a new bucket has no lists of access", GUIDE + "Controlling ownership of objects and disabling ACLs for your bucket", "get_bucket_ownership_controls", CONFIGURED,
         {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}),
    Case("a new bucket blocks public access", GUIDE + "Blocking public access to your Amazon S3 storage", "get_public_access_block", CONFIGURED,
         {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}}),
    Case("a bucket with objects stays", PROVIDER, "delete_bucket", CONFIGURED, ("BucketNotEmpty", "The bucket you tried to delete is not empty")),
    Case("a bucket with versions stays", PROVIDER, "delete_bucket", {"Bucket": "{versions}"},
         ("BucketNotEmpty", "The bucket you tried to delete is not empty. You must delete all versions in the bucket.")),
    Case("buckets are in regions", PROVIDER, "list_buckets", {"BucketRegion": "nowhere"}, (INVALID, "Argument value nowhere is not a valid AWS Region")),
    Case("a list of buckets repeats its prefix", API + "ListBuckets", "list_buckets", {"Prefix": "nothing-"},
         {"Buckets": [], "Prefix": "nothing-", "Owner": {"ID": OWNER_ID}}),
    Case("a page of buckets has a token of AWS", API + "ListBuckets", "list_buckets", {"ContinuationToken": "é"},
         (INVALID, "The continuation token provided is incorrect")),
    Case("an owner is an account", PROVIDER, "get_bucket_policy", {**CONFIGURED, "ExpectedBucketOwner": "somebody"},
         ("InvalidBucketOwnerAWSAccountID", "The value of the expected bucket owner parameter must be an AWS Account ID... [somebody]")),
    Case("another owner was expected", GUIDE + "Verifying bucket ownership with bucket owner condition", "delete_bucket_policy",
         {**CONFIGURED, "ExpectedBucketOwner": "000000000002"}, ("AccessDenied", "Access Denied")),
    Case("a policy needs its bucket", API + "PutBucketPolicy", "put_bucket_policy", {"Bucket": "nothing-of-this-name", "Policy": "all"}, NO_BUCKET),
    Case("a policy begins with a brace", PROVIDER, "put_bucket_policy", {**CONFIGURED, "Policy": " {}"},
         ("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'")),
    # access lists
    Case("a bucket is its owner's", API + "GetBucketAcl", "get_bucket_acl", CONFIGURED,
         {"Owner": {"ID": OWNER_ID}, "Grants": [{"Grantee": {"ID": OWNER_ID, "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"}]}),
    Case("an object is its owner's", API + "GetObjectAcl", "get_object_acl", {**CONFIGURED, "Key": "k"},
         {"Owner": {"ID": OWNER_ID}, "Grants": [{"Grantee": {"ID": OWNER_ID, "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"}]}),
    Case("access to nothing", API + "GetObjectAcl", "get_object_acl", {**CONFIGURED, "Key": "nothing"}, NO_KEY),
    Case("access is given to somebody", PROVIDER, "put_bucket_acl", CONFIGURED, ("MissingSecurityHeader", "Your request was missing a required header")),
    Case("access is given in one way", PROVIDER, "put_bucket_acl", {**CONFIGURED, "ACL": "private", "GrantRead": f"uri={LOGS}"},
         (INVALID_REQUEST, "Specifying both Canned ACLs and Header Grants is not allowed")),
    Case("access is given by header or document", PROVIDER, "put_bucket_acl", put_list(grant("CanonicalUser", ID=OWNER_ID), ACL="private"),
         ("UnexpectedContent", "This request does not support content")),
    Case("an id is hexadecimal", VALIDATION, "put_bucket_acl", {**CONFIGURED, "GrantWrite": 'id="wrong"'}, (INVALID, "Invalid id")),
    Case("a group is one of AWS's", VALIDATION, "put_bucket_acl", {**CONFIGURED, "GrantWrite": "uri=http://example.com"}, (INVALID, "Invalid group uri")),
    Case("a grantee has a kind", VALIDATION, "put_bucket_acl", {**CONFIGURED, "GrantWrite": "name=x"}, (INVALID, "Argument format not recognized")),
    Case("a list has an owner", VALIDATION, "put_bucket_acl", {**CONFIGURED, "AccessControlPolicy": {"Grants": []}}, MALFORMED_ACL),
    Case("the owner of a list is an id", VALIDATION, "put_bucket_acl", put_list(owner="wrong"), (INVALID, "Invalid id")),
    Case("a list gives permissions that there are", VALIDATION, "put_bucket_acl", put_list(grant("Group", "ALL", URI=LOGS)), MALFORMED_ACL),
    Case("a list has kinds of grantees that there are", VALIDATION, "put_bucket_acl", put_list(grant("Everybody", URI=LOGS)), MALFORMED_ACL),
    Case("a list has groups of AWS", VALIDATION, "put_object_acl", put_list(grant("Group", URI="http://example.com"), Key="k"), (INVALID, "Invalid group uri")),
    Case("a list has users of AWS", VALIDATION, "put_object_acl", put_list(grant("CanonicalUser", ID="x"), Key="k"), (INVALID, "Invalid id")),
    # tags
    Case("a bucket's tags are not AWS's", UTILS, "put_bucket_tagging", tags(("aws:a", "b")), ("InvalidTag", "System tags cannot be added/updated by requester")),
    Case("a bucket's tag has a key of letters", UTILS, "put_bucket_tagging", tags(("a,b", "c")), ("InvalidTag", "The TagKey you have provided is invalid")),
    Case("a bucket's tag has a value of letters", UTILS, "put_bucket_tagging", tags(("a", "b,c")), ("InvalidTag", "The TagValue you have provided is invalid")),
    Case("a bucket's tag is short", GUIDE + "Using cost allocation S3 bucket tags", "put_bucket_tagging", tags(("a", "b" * 257)), ("InvalidTag", "The TagValue you have provided is invalid")),
    # configurations
    Case("a website has an index", VALIDATION, "put_bucket_website", website(),
         (INVALID, "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty")),
    Case("a website redirects everything or nothing", VALIDATION, "put_bucket_website", website(IndexDocument={"Suffix": "i"}, RedirectAllRequestsTo={"HostName": "h"}),
         (INVALID, "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.")),
    Case("a website redirects by HTTP", VALIDATION, "put_bucket_website", website(RedirectAllRequestsTo={"HostName": "h", "Protocol": "ftp"}), BAD_PROTOCOL),
    Case("an index is a name", VALIDATION, "put_bucket_website", website(IndexDocument={"Suffix": "/i"}), (INVALID, "The IndexDocument Suffix is not well formed")),
    Case("routing has rules", VALIDATION, "put_bucket_website", pages(), MALFORMED),
    Case("a rule replaces a key in one way", VALIDATION, "put_bucket_website", pages({"Redirect": {"ReplaceKeyPrefixWith": "a", "ReplaceKeyWith": "b"}}),
         (INVALID_REQUEST, "You can only define ReplaceKeyPrefix or ReplaceKey but not both.")),
    Case("a condition of a rule is one", VALIDATION, "put_bucket_website", pages({"Condition": {}, "Redirect": {"ReplaceKeyWith": "b"}}),
         (INVALID_REQUEST, "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.")),
    Case("a rule redirects by HTTP", VALIDATION, "put_bucket_website", pages({"Redirect": {"Protocol": "ftp"}}), BAD_PROTOCOL),
    Case("CORS has rules", VALIDATION, "put_bucket_cors", cors(), MALFORMED),
    Case("CORS has a hundred rules at most", VALIDATION, "put_bucket_cors", cors(*[{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}] * 101), MALFORMED),
    Case("an expiration is of one kind", VALIDATION, "put_bucket_lifecycle_configuration", rule(Expiration={"Days": 1, "ExpiredObjectDeleteMarker": True}), MALFORMED),
    Case("a filter of a lifecycle is one", VALIDATION, "put_bucket_lifecycle_configuration", rule(Filter={"Prefix": "a", "ObjectSizeGreaterThan": 500}), MALFORMED),
    Case("an expiration of versions has days", VALIDATION, "put_bucket_lifecycle_configuration", rule(NoncurrentVersionExpiration={}), MALFORMED),
    Case("a filter has a tag once", VALIDATION, "put_bucket_lifecycle_configuration", rule(Filter={"And": {"Tags": [{"Key": "a", "Value": "b"}] * 2}}),
         (INVALID_REQUEST, "Duplicate Tag Keys are not allowed.")),
    Case("a lifecycle begins at midnight", VALIDATION, "put_bucket_lifecycle_configuration", rule(Expiration={"Date": datetime(2030, 1, 1, 5, tzinfo=UTC)}),
         (INVALID, "'Date' must be at midnight GMT")),
    Case("a lifecycle has rules", LIFECYCLE, "put_bucket_lifecycle_configuration", {**CONFIGURED, "LifecycleConfiguration": {"Rules": []}},
         MALFORMED),
    Case("a prefix is in the filter, if there is one", LIFECYCLE, "put_bucket_lifecycle_configuration", rule(Prefix="a", Filter={"Prefix": "b"}),
         MALFORMED),
    Case("a rule does something", LIFECYCLE, "put_bucket_lifecycle_configuration", rule(Expiration={}),
         (INVALID_REQUEST, "At least one action needs to be specified in a rule")),
    Case("two rules have two ids", LIFECYCLE, "put_bucket_lifecycle_configuration", {**CONFIGURED, "LifecycleConfiguration": {"Rules": [rule()["LifecycleConfiguration"]["Rules"][0]] * 2}},
         (INVALID, "Rule ID must be unique. Found same ID for more than one rule")),
    Case("sizes leave something between them", LIFECYCLE, "put_bucket_lifecycle_configuration", rule(Filter={"And": {"ObjectSizeGreaterThan": 5, "ObjectSizeLessThan": 5}}),
         (INVALID_REQUEST, "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.")),
    Case("versions that are kept are counted from one", LIFECYCLE, "put_bucket_lifecycle_configuration", rule(NoncurrentVersionExpiration={"NoncurrentDays": 1, "NewerNoncurrentVersions": 0}),
         (INVALID, "'NewerNoncurrentVersions' for NoncurrentVersionExpiration action must be a positive integer")),
    Case("a hundred versions are kept at most", LIFECYCLE, "put_bucket_lifecycle_configuration", rule(NoncurrentVersionExpiration={"NoncurrentDays": 1, "NewerNoncurrentVersions": 101}),
         (INVALID, "'NewerNoncurrentVersions' for NoncurrentVersionExpiration action must be less than or equal to 100")),
    Case("versions are moved after days", LIFECYCLE, "put_bucket_lifecycle_configuration", rule(NoncurrentVersionTransitions=[{"StorageClass": "GLACIER"}]),
         MALFORMED),
    Case("an object is moved after days or at a date", LIFECYCLE, "put_bucket_lifecycle_configuration", rule(Transitions=[{"StorageClass": "GLACIER"}]),
         MALFORMED),
    Case("an object is accessed often for a month", LIFECYCLE, "put_bucket_lifecycle_configuration", rule(Transitions=[{"Days": 29, "StorageClass": "STANDARD_IA"}]),
         (INVALID, "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'")),
    Case("an upload that is not complete has no tags", LIFECYCLE, "put_bucket_lifecycle_configuration", rule(Filter={"Tag": {"Key": "a", "Value": "b"}}, AbortIncompleteMultipartUpload={"DaysAfterInitiation": 1}),
         (INVALID_REQUEST, "AbortIncompleteMultipartUpload cannot be specified with Tags.")),
    Case("a delete marker has no tags", LIFECYCLE, "put_bucket_lifecycle_configuration", rule(Filter={"Tag": {"Key": "a", "Value": "b"}}, Expiration={"ExpiredObjectDeleteMarker": True}),
         (INVALID_REQUEST, "ExpiredObjectDeleteMarker cannot be specified with Tags.")),
    Case("objects are moved from some size", PROVIDER, "put_bucket_lifecycle_configuration", {**rule(), "TransitionDefaultMinimumObjectSize": "none"},
         (INVALID_REQUEST, "Invalid TransitionDefaultMinimumObjectSize found: none")),
    Case("a lifecycle says from which size objects are moved", PROVIDER, "put_bucket_lifecycle_configuration", rule(),
         {"TransitionDefaultMinimumObjectSize": "all_storage_classes_128K"}),
    Case("locks need versions", PROVIDER, "put_object_lock_configuration", {**CONFIGURED, "ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}},
         ("InvalidBucketState", "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")),
    Case("a lock is on", PROVIDER, "put_object_lock_configuration", {"Bucket": "{locked}", "ObjectLockConfiguration": {}}, MALFORMED),
    Case("a retention has one length", PROVIDER, "put_object_lock_configuration", retention(Days=1, Years=1), MALFORMED),
    Case("a bucket without locks", PROVIDER, "get_object_lock_configuration", CONFIGURED,
         ("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket")),
    Case("only KMS has keys", PROVIDER, "put_bucket_encryption", encryption(SSEAlgorithm="AES256", KMSMasterKeyID="k"),
         (INVALID, "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse")),
    Case("a host has no bucket with periods", PROVIDER, "put_bucket_accelerate_configuration", {"Bucket": "{dotted}", "AccelerateConfiguration": {"Status": "Enabled"}},
         (INVALID_REQUEST, "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names")),
    Case("requests are paid for by somebody", PROVIDER, "put_bucket_request_payment", {**CONFIGURED, "RequestPaymentConfiguration": {"Payer": "Nobody"}}, MALFORMED),
    Case("logs are written somewhere", PROVIDER, "put_bucket_logging", logs("nothing-of-this-name"),
         ("InvalidTargetBucketForLogging", "The target bucket for logging does not exist")),
    Case("logs are written in one region", PROVIDER, "put_bucket_logging", logs("{other}"), ("CrossLocationLoggingProhibitted", "Cross S3 location logging not allowed. ")),
    Case("replication needs versions", PROVIDER, "put_bucket_replication", replication("{bucket}", "{versions}"),
         (INVALID_REQUEST, "Versioning must be 'Enabled' on the bucket to apply a replication configuration")),
    Case("replication needs versions at its end", PROVIDER, "put_bucket_replication", replication("{versions}", "{bucket}"),
         (INVALID_REQUEST, "Destination bucket must have versioning enabled.")),
    Case("no inventory of this id", PROVIDER, "get_bucket_inventory_configuration", {**CONFIGURED, "Id": "i"}, NO_CONFIGURATION),
    Case("an inventory has one id", VALIDATION, "put_bucket_inventory_configuration", inventory("j"),
         ("IdMismatch", "Document ID does not match the specified configuration ID.")),
    Case("an inventory goes to an ARN", VALIDATION, "put_bucket_inventory_configuration",
         inventory(Destination={"S3BucketDestination": {"Bucket": "b", "Format": "CSV"}}), ("InvalidS3DestinationBucket", "Invalid bucket ARN.")),
    Case("an inventory is of a day or a week", VALIDATION, "put_bucket_inventory_configuration", inventory(Schedule={"Frequency": "Hourly"}), MALFORMED),
    Case("an analysis has one id", VALIDATION, "put_bucket_analytics_configuration",
         {**CONFIGURED, "Id": "j", "AnalyticsConfiguration": {"Id": "i", "StorageClassAnalysis": {}}}, MALFORMED),
    Case("no metrics of this id", PROVIDER, "delete_bucket_metrics_configuration", {**CONFIGURED, "Id": "i"}, NO_CONFIGURATION),
]  # fmt: skip
