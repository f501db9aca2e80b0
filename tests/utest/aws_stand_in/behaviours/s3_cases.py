"""Cases of S3: what one request is answered.

`{bucket}` stands for a bucket with the objects `k` (the ten digits, as `text/plain`, with the metadata `a: b` and the tag `t: v`),
`a/1`, `a/2` and `b c+d`; `{versions}` for one with versions, in which `gone` is hidden behind a delete marker; `{locked}` for one
with object lock, in which `k` has no retention. `{upload}` is an upload of `up` with a first part, `{etag}` the ETag of that.
"""

from datetime import UTC, datetime
from typing import Any

from behaviours import Case
from fault_engine.documented_errors import S3_STATUSES

API = "Amazon S3 API reference, "
GUIDE = "Amazon S3 User Guide, "
LOCALSTACK = "LocalStack 4.14.0, services/s3/"
PROVIDER = f"{LOCALSTACK}provider.py, which is validated against AWS"
VALIDATION = f"{LOCALSTACK}validation.py, which is validated against AWS"
UTILS = f"{LOCALSTACK}utils.py, which is validated against AWS"
ERRORS = API + "Error responses"
INTEGRITY = GUIDE + "Checking object integrity in Amazon S3"
CONDITIONAL = GUIDE + "Add preconditions to S3 operations with conditional requests"
MULTIPART = GUIDE + "Amazon S3 multipart upload limits"
ETAG = '"781e5e245d69b566979b86e28d23f2c7"'
OTHER_ETAG = '"00000000000000000000000000000000"'
MD5_OF_HELLO = "XUFAKrxLKna5cZ2REBfFkg=="
MD5_OF_DIGITS = "eB5eJF1ptWaXm4bijSPyxw=="
PRECONDITION = ("PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
NO_KEY = ("NoSuchKey", "The specified key does not exist.")
NO_BUCKET = ("NoSuchBucket", "The specified bucket does not exist")
NO_UPLOAD = (
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
)
MALFORMED = (
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
)
NOT_IMPLEMENTED = ("NotImplemented", "A header you provided implies functionality that is not implemented")
INVALID = "InvalidArgument"
STATUSES = {
    **S3_STATUSES,
    **dict.fromkeys(
        ("BadRequest", "InvalidEncryptionAlgorithmError", "InvalidStorageClass", "InvalidTag"), 400
    ),
    **dict.fromkeys(("MalformedPolicy", "MetadataTooLarge"), 400),
    "NoSuchObjectLockConfiguration": 404,
    "InvalidPartNumber": 416,
    "304": 304,
    "404": 404,
}
"""The HTTP status of each code: those of "Error responses", and those that only the pages of single operations have."""

ENCRYPTED = {"ServerSideEncryption": "AES256"}
FULL = {"ChecksumType": "FULL_OBJECT"}
OBJECT = {
    "AcceptRanges": "bytes",
    "ContentType": "text/plain",
    "ETag": ETAG,
    "Metadata": {"a": "b"},
    "TagCount": 1,
    **ENCRYPTED,
}


def at(key: str = "k", bucket: str = "{bucket}", **more: Any) -> dict[str, Any]:
    return {"Bucket": bucket, "Key": key, **more}


def put(**more: Any) -> dict[str, Any]:
    return at("new", Body=b"hello", **more)


def part(**more: Any) -> dict[str, Any]:
    return at("up", UploadId="{upload}", **more)


def complete(*parts: Any, **more: Any) -> dict[str, Any]:
    return part(
        MultipartUpload={"Parts": [{"PartNumber": number, "ETag": etag} for number, etag in parts]}, **more
    )


def copy(source: str = "{bucket}/k", key: str = "copy", **more: Any) -> dict[str, Any]:
    return at(key, CopySource=source, **more)


def stored(**more: Any) -> dict[str, Any]:
    return {"ETag": '"5d41402abc4b2a76b9719d911017c592"', **ENCRYPTED, **FULL, **more}


def differing(algorithm: str) -> tuple[str, str]:
    return "BadDigest", f"The {algorithm} you specified did not match the calculated checksum."


def malformed(algorithm: str) -> tuple[str, str]:
    return "InvalidRequest", f"Value for x-amz-checksum-{algorithm} header is invalid."


def number_of(argument: str) -> tuple[str, str]:
    return INVALID, f"Argument {argument} must be an integer between 0 and 2147483647"


CASES = [
    # objects that are put
    Case("a CRC-32 of the content is kept", INTEGRITY, "put_object", put(ChecksumCRC32="NhCmhg=="), stored(ChecksumCRC32="NhCmhg==")),
    Case("a CRC-32C of the content is kept", INTEGRITY, "put_object", put(ChecksumCRC32C="mnG7TA=="), stored(ChecksumCRC32C="mnG7TA==")),
    Case("a CRC-64 of the content is kept", INTEGRITY, "put_object", put(ChecksumCRC64NVME="M3eFcAZSQlc="), stored(ChecksumCRC64NVME="M3eFcAZSQlc=")),
    Case("a SHA-1 hash of the content is kept", INTEGRITY, "put_object", put(ChecksumSHA1="qvTGHdzF6KLavt4PO0gs2a6pQ00="),
         stored(ChecksumSHA1="qvTGHdzF6KLavt4PO0gs2a6pQ00=")),
    Case("a SHA-256 hash of the content is kept", INTEGRITY, "put_object", put(ChecksumSHA256="LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="),
         stored(ChecksumSHA256="LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=")),
    Case("another CRC-32 is refused", ERRORS, "put_object", put(ChecksumCRC32="AAAAAA=="), differing("CRC32")),
    Case("another CRC-32C is refused", ERRORS, "put_object", put(ChecksumCRC32C="AAAAAA=="), differing("CRC32C")),
    Case("another CRC-64 is refused", ERRORS, "put_object", put(ChecksumCRC64NVME="AAAAAAAAAAA="), differing("CRC64NVME")),
    Case("another SHA-1 hash is refused", ERRORS, "put_object", put(ChecksumSHA1="AAAAAAAAAAAAAAAAAAAAAAAAAAA="), differing("SHA1")),
    Case("another SHA-256 hash is refused", ERRORS, "put_object", put(ChecksumSHA256="AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), differing("SHA256")),
    Case("a checksum has its length", ERRORS, "put_object", put(ChecksumCRC32="AA=="), malformed("crc32")),
    Case("a checksum is base64", ERRORS, "put_object", put(ChecksumSHA256="?"), malformed("sha256")),
    Case("there is one checksum", INTEGRITY, "put_object", put(ChecksumCRC32="NhCmhg==", ChecksumCRC32C="mnG7TA=="),
         ("InvalidRequest", "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")),
    Case("an MD5 hash is one", ERRORS, "put_object", put(ContentMD5="hello"), ("InvalidDigest", "The Content-MD5 you specified was invalid.")),
    Case("another MD5 hash is refused", ERRORS, "put_object", put(ContentMD5=MD5_OF_DIGITS), ("BadDigest", "The Content-MD5 you specified did not match what we received.")),
    Case("the same MD5 hash is accepted", ERRORS, "put_object", put(ContentMD5=MD5_OF_HELLO), stored(ChecksumCRC32="NhCmhg==")),
    Case("an object of the name is not replaced", CONDITIONAL, "put_object", at(IfNoneMatch="*"), PRECONDITION),
    Case("If-None-Match takes no ETag", API + "PutObject", "put_object", at(IfNoneMatch=ETAG), NOT_IMPLEMENTED),
    Case("an object with another ETag is not replaced", CONDITIONAL, "put_object", at(IfMatch=OTHER_ETAG), PRECONDITION),
    Case("an object that is not there is not replaced", CONDITIONAL, "put_object", put(IfMatch=ETAG), NO_KEY),
    Case("two conditions are too many", API + "PutObject", "put_object", at(IfMatch=ETAG, IfNoneMatch="*"), NOT_IMPLEMENTED),
    Case("a storage class is one", API + "PutObject", "put_object", put(StorageClass="COLD"), ("InvalidStorageClass", "The storage class you specified is not valid")),
    Case("an encryption is one", ERRORS, "put_object", put(ServerSideEncryption="rot13"),
         ("InvalidEncryptionAlgorithmError", "The Encryption request you specified is not valid. Supported value: AES256.")),
    Case("a key of KMS needs KMS", API + "PutObject", "put_object", put(SSEKMSKeyId="a"),
         (INVALID, "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms")),
    Case("metadata have 2 KB at most", GUIDE + "Working with object metadata", "put_object", put(Metadata={"a": "x" * 2048}),
         ("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")),
    Case("a key has 1,024 bytes at most", GUIDE + "Naming Amazon S3 objects", "put_object", at("x" * 1025), ("KeyTooLongError", "Your key is too long")),
    Case("a canned ACL is one", API + "PutObject", "put_object", put(ACL="everybody"), (INVALID, "")),
    Case("there are ten tags at most", GUIDE + "Categorizing your objects using tags", "put_object",
         put(Tagging="&".join(f"t{number}=v" for number in range(11))), ("BadRequest", "Object tags cannot be greater than 10")),
    Case("tags of AWS are reserved", GUIDE + "Categorizing your objects using tags", "put_object", put(Tagging="aws:t=v"), ("InvalidTag", "Your TagKey cannot be prefixed with aws:")),
    Case("a lock needs a bucket with locks", GUIDE + "Locking objects with Object Lock", "put_object", put(ObjectLockLegalHoldStatus="ON"),
         ("InvalidRequest", "Bucket is missing Object Lock Configuration")),
    Case("an object needs a bucket", API + "PutObject", "put_object", at(bucket="nothing-of-this-name"), NO_BUCKET),
    # objects that are read
    Case("an object has all that it was put with", API + "GetObject", "get_object", at(),
         {**OBJECT, "ContentLength": 10, "Body": b"0123456789", "ChecksumCRC32": "poTHxg==", **FULL}),
    Case("a head is an object without content", API + "HeadObject", "head_object", at(), {**OBJECT, "ContentLength": 10}),
    Case("a range is a part without a checksum", API + "GetObject", "get_object", at(Range="bytes=2-4"),
         {**OBJECT, "ContentLength": 3, "Body": b"234", "ContentRange": "bytes 2-4/10"}),
    Case("a range goes to the end", API + "GetObject", "get_object", at(Range="bytes=7-"), {**OBJECT, "ContentLength": 3, "Body": b"789", "ContentRange": "bytes 7-9/10"}),
    Case("a range counts from the end", API + "GetObject", "get_object", at(Range="bytes=-2"), {**OBJECT, "ContentLength": 2, "Body": b"89", "ContentRange": "bytes 8-9/10"}),
    Case("several ranges are all", API + "GetObject", "get_object", at(Range="bytes=0-1,3-4"),
         {**OBJECT, "ContentLength": 10, "Body": b"0123456789", "ChecksumCRC32": "poTHxg==", **FULL}),
    Case("a range is in the object", ERRORS, "get_object", at(Range="bytes=10-11"), ("InvalidRange", "The requested range is not satisfiable")),
    Case("a part of an object that has none is all", API + "GetObject", "get_object", at(PartNumber=1),
         {**OBJECT, "ContentLength": 10, "Body": b"0123456789", "ContentRange": "bytes 0-9/10", "ChecksumCRC32": "poTHxg==", **FULL}),
    Case("a part is one of those that there are", ERRORS, "get_object", at(PartNumber=2), ("InvalidPartNumber", "The requested partnumber is not satisfiable")),
    Case("a part has a number", API + "GetObject", "get_object", at(PartNumber=0), (INVALID, "Part number must be an integer between 1 and 10000, inclusive")),
    Case("a range or a part", API + "GetObject", "get_object", at(PartNumber=1, Range="bytes=0-1"),
         ("InvalidRequest", "Cannot specify both Range header and partNumber query parameter")),
    Case("headers are replaced", API + "GetObject", "get_object", at(ResponseContentType="a/b", ResponseCacheControl="no-cache"),
         {**OBJECT, "ContentType": "a/b", "CacheControl": "no-cache", "ContentLength": 10, "Body": b"0123456789", "ChecksumCRC32": "poTHxg==", **FULL}),
    Case("an object with this ETag", CONDITIONAL, "head_object", at(IfMatch=ETAG), {**OBJECT, "ContentLength": 10}),
    Case("no object with another ETag", CONDITIONAL, "get_object", at(IfMatch=OTHER_ETAG), PRECONDITION),
    Case("an object that the caller has", CONDITIONAL, "get_object", at(IfNoneMatch=ETAG), ("304", "Not Modified")),
    Case("an object that is not there", API + "GetObject", "get_object", at("nothing"), NO_KEY),
    Case("the head of an object that is not there", API + "HeadObject", "head_object", at("nothing"), ("404", "Not Found")),
    Case("an object behind a delete marker", GUIDE + "Working with delete markers", "get_object", at("gone", "{versions}"), NO_KEY),
    Case("a version id has its form", API + "GetObject", "get_object", at(VersionId="1"), (INVALID, "Invalid version id specified")),
    Case("a version that is not there", API + "GetObject", "get_object", at(bucket="{versions}", VersionId="a" * 32), ("NoSuchVersion", "The specified version does not exist.")),
    Case("a bucket without versions knows none", PROVIDER, "get_object", at(VersionId="a" * 32), (INVALID, "Invalid version id specified")),
    Case("a version that never was is not deleted", PROVIDER, "delete_object", at("gone", "{versions}", VersionId="a" * 32), (INVALID, "Invalid version id specified")),
    Case("a version of nothing is deleted", PROVIDER, "delete_object", at("nothing", "{versions}", VersionId="a" * 32), {}),
    Case("a list of versions to delete names what is none", PROVIDER, "delete_objects", {"Bucket": "{bucket}", "Delete": {"Objects": [{"Key": "k", "VersionId": "a" * 32}]}},
         {"Errors": [{"Key": "k", "VersionId": "a" * 32, "Code": "NoSuchVersion", "Message": "The specified version does not exist."}]}),
    Case("a header of tags has letters that tags have", UTILS, "put_object", put(Tagging="a=b,c"),
         (INVALID, "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.")),
    Case("nothing is locked without locks", PROVIDER, "delete_object", at(BypassGovernanceRetention=True),
         (INVALID, "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.")),
    Case("nothing of a list is locked without locks", PROVIDER, "delete_objects",
         {"Bucket": "{bucket}", "Delete": {"Objects": [{"Key": "k"}]}, "BypassGovernanceRetention": True},
         (INVALID, "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.")),
    Case("a range of everything has the checksum", PROVIDER, "get_object", at(Range="bytes=0-"),
         {**OBJECT, "ContentLength": 10, "Body": b"0123456789", "ContentRange": "bytes 0-9/10", "ChecksumCRC32": "poTHxg==", **FULL}),
    Case("a header has Latin letters", PROVIDER, "get_object", at(ResponseContentDisposition="你好"),
         (INVALID, "Header value cannot be represented using ISO-8859-1.")),
    Case("a lock has an end", PROVIDER, "put_object", at("new", "{locked}", ObjectLockMode="GOVERNANCE"),
         (INVALID, "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied")),
    Case("a retention ends later", PROVIDER, "put_object_retention",
         at(bucket="{locked}", Retention={"Mode": "GOVERNANCE", "RetainUntilDate": datetime(2020, 1, 1, tzinfo=UTC)}), (INVALID, "The retain until date must be in the future!")),
    Case("a key of one's own goes with no other", VALIDATION, "put_object", put(SSECustomerAlgorithm="AES256", SSECustomerKey="k" * 32, ServerSideEncryption="aws:kms"),
         (INVALID, "Server Side Encryption with Customer provided key is incompatible with the encryption method specified")),
    Case("a key of one's own is for AES", VALIDATION, "put_object", put(SSECustomerAlgorithm="AES128", SSECustomerKey="k" * 32),
         ("InvalidEncryptionAlgorithmError", "The Encryption request you specified is not valid. Supported value: AES256.")),
    Case("a key of one's own has an algorithm", VALIDATION, "put_object", put(SSECustomerKey="k" * 32),
         (INVALID, "Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.")),
    Case("an algorithm needs a key of one's own", VALIDATION, "put_object", put(SSECustomerAlgorithm="AES256"),
         (INVALID, "Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key.")),
    Case("a key of one's own has 32 bytes", VALIDATION, "put_object", put(SSECustomerAlgorithm="AES256", SSECustomerKey="k"),
         (INVALID, "The secret key was invalid for the specified algorithm.")),
    Case("nothing is restored", PROVIDER, "restore_object", at("nothing", RestoreRequest={"Days": 1}), NO_KEY),
    Case("the attributes that are asked for", API + "GetObjectAttributes", "get_object_attributes", at(ObjectAttributes=["ETag", "Checksum", "ObjectSize", "StorageClass"]),
         {"ETag": ETAG.strip('"'), "Checksum": {"ChecksumCRC32": "poTHxg==", **FULL}, "ObjectSize": 10, "StorageClass": "STANDARD"}),
    Case("an attribute is one", API + "GetObjectAttributes", "get_object_attributes", at(ObjectAttributes=["Colour"]), (INVALID, "Invalid attribute name specified.")),
    Case("attributes are named", API + "GetObjectAttributes", "get_object_attributes", at(ObjectAttributes=[]),
         ("InvalidRequest", "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty")),
    # copies
    Case("a source is a bucket and a key", UTILS, "copy_object", copy("nothing"), (INVALID, "Invalid copy source object key")),
    Case("a source is there", API + "CopyObject", "copy_object", copy("{bucket}/nothing"), NO_KEY),
    Case("the bucket of a source is there", API + "CopyObject", "copy_object", copy("nothing-of-this-name/k"), NO_BUCKET),
    Case("a copy has the checksum of its source", API + "CopyObject", "copy_object", copy(),
         {"CopyObjectResult": {"ETag": ETAG, "ChecksumCRC32": "poTHxg==", **FULL}, **ENCRYPTED}),
    Case("a copy has the checksum that is asked for", API + "CopyObject", "copy_object", copy(ChecksumAlgorithm="SHA1"),
         {"CopyObjectResult": {"ETag": ETAG, "ChecksumSHA1": "h6zsF82dzSCnFsws9nQXtxyKcBY=", **FULL}, **ENCRYPTED}),
    Case("the source has this ETag", API + "CopyObject", "copy_object", copy(CopySourceIfMatch=OTHER_ETAG), PRECONDITION),
    Case("the source has another ETag", API + "CopyObject", "copy_object", copy(CopySourceIfNoneMatch=ETAG), PRECONDITION),
    Case("a directive for metadata is one", API + "CopyObject", "copy_object", copy(MetadataDirective="KEEP"), (INVALID, "Unknown metadata directive.")),
    Case("a directive for tags is one", API + "CopyObject", "copy_object", copy(TaggingDirective="KEEP"), (INVALID, "Unknown tagging directive.")),
    Case("a copy onto itself changes something", API + "CopyObject", "copy_object", copy(key="k"),
         ("InvalidRequest", "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, "
                            "website redirect location or encryption attributes.")),
    # parts
    Case("a part is of an upload", ERRORS, "upload_part", at("up", UploadId="nothing", PartNumber=1, Body=b""), NO_UPLOAD),
    Case("a part is of an upload of this key", ERRORS, "upload_part", at("other", UploadId="{upload}", PartNumber=1, Body=b""), NO_UPLOAD),
    Case("a part has a number up to 10,000", MULTIPART, "upload_part", part(PartNumber=10_001, Body=b""), (INVALID, "Part number must be an integer between 1 and 10000, inclusive")),
    Case("a part has the checksum that is stated", INTEGRITY, "upload_part", part(PartNumber=2, Body=b"hello", ChecksumCRC32="AAAAAA=="), differing("CRC32")),
    Case("only an upload is completed", ERRORS, "complete_multipart_upload", at("up", UploadId="nothing", MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": "a"}]}), NO_UPLOAD),
    Case("an upload is completed by a list of parts", API + "CompleteMultipartUpload", "complete_multipart_upload", part(),
         ("InvalidRequest", "You must specify at least one part")),
    Case("a list of parts has parts", API + "CompleteMultipartUpload", "complete_multipart_upload", complete(), MALFORMED),
    Case("parts are in their order", ERRORS, "complete_multipart_upload", complete((2, "{etag}"), (1, "{etag}")),
         ("InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.")),
    Case("parts were uploaded", ERRORS, "complete_multipart_upload", complete((1, "{etag}"), (7, "{etag}")),
         ("InvalidPart", "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match "
                         "the part's entity tag.")),
    Case("an upload has the size that is stated", API + "CompleteMultipartUpload", "complete_multipart_upload", complete((1, "{etag}"), MpuObjectSize=4),
         ("InvalidRequest", "The provided 'x-amz-mp-object-size' header value 4 does not match what was computed: 5")),
    Case("only an upload is aborted", ERRORS, "abort_multipart_upload", at("up", UploadId="nothing"), NO_UPLOAD),
    Case("only an upload has parts", ERRORS, "list_parts", at("up", UploadId="nothing"), NO_UPLOAD),
    Case("a hash is not of the whole object", INTEGRITY, "create_multipart_upload", at(ChecksumAlgorithm="SHA256", ChecksumType="FULL_OBJECT"),
         ("InvalidRequest", "The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm.")),
    Case("a CRC-64 is of the whole object", INTEGRITY, "create_multipart_upload", at(ChecksumAlgorithm="CRC64NVME", ChecksumType="COMPOSITE"),
         ("InvalidRequest", "The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm.")),
    Case("a range of a source has its form", API + "UploadPartCopy", "upload_part_copy", part(PartNumber=2, CopySource="{bucket}/k", CopySourceRange="0-5"),
         (INVALID, "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last "
                   "bytes to copy")),
    Case("a range of a source is in it", API + "UploadPartCopy", "upload_part_copy", part(PartNumber=2, CopySource="{bucket}/k", CopySourceRange="bytes=0-10"),
         (INVALID, "Range specified is not valid for source object of size: 10")),
    # lists
    Case("names before a delimiter are one", API + "ListObjectsV2", "list_objects_v2", {"Bucket": "{bucket}", "Delimiter": "/", "MaxKeys": 1},
         {"Name": "{bucket}", "Prefix": "", "Delimiter": "/", "MaxKeys": 1, "KeyCount": 1, "EncodingType": "url", "IsTruncated": True,
          "CommonPrefixes": [{"Prefix": "a/"}], "NextContinuationToken": "YS8="}),
    Case("an empty page is the last one", API + "ListObjectsV2", "list_objects_v2", {"Bucket": "{bucket}", "MaxKeys": 0},
         {"Name": "{bucket}", "Prefix": "", "MaxKeys": 0, "KeyCount": 0, "EncodingType": "url", "IsTruncated": False}),
    Case("a page has a size", ERRORS, "list_objects_v2", {"Bucket": "{bucket}", "MaxKeys": -1}, number_of("maxKeys")),
    Case("a token is one", API + "ListObjectsV2", "list_objects_v2", {"Bucket": "{bucket}", "ContinuationToken": "?"}, (INVALID, "The continuation token provided is incorrect")),
    Case("names are encoded in one way", API + "ListObjectsV2", "list_objects_v2", {"Bucket": "{bucket}", "EncodingType": "rot13"},
         (INVALID, "Invalid Encoding Method specified in Request")),
    Case("names are listed as they are", API + "ListObjects", "list_objects", {"Bucket": "{bucket}", "Prefix": "b c+"},
         {"Name": "{bucket}", "Prefix": "b+c%2B", "Marker": "", "MaxKeys": 1000, "EncodingType": "url", "IsTruncated": False,
          "Contents": [{"Key": "b c+d", "ETag": '"d41d8cd98f00b204e9800998ecf8427e"', "Size": 0, "StorageClass": "STANDARD", "ChecksumAlgorithm": ["CRC32"], **FULL}]}),
    Case("the marker of a version needs a key", API + "ListObjectVersions", "list_object_versions", {"Bucket": "{versions}", "VersionIdMarker": "a"},
         (INVALID, "A version-id marker cannot be specified without a key marker.")),
    Case("a list needs a bucket", API + "ListObjectsV2", "list_objects_v2", {"Bucket": "nothing-of-this-name"}, NO_BUCKET),
    # what is deleted
    Case("what is not there is deleted as well", API + "DeleteObject", "delete_object", at("nothing"), {}),
    Case("an object with another ETag is not deleted", CONDITIONAL, "delete_object", at(IfMatch=OTHER_ETAG), PRECONDITION),
    Case("a list to delete has objects", API + "DeleteObjects", "delete_objects", {"Bucket": "{bucket}", "Delete": {"Objects": []}}, MALFORMED),
    Case("what was deleted is listed", API + "DeleteObjects", "delete_objects", {"Bucket": "{bucket}", "Delete": {"Objects": [{"Key": "k"}, {"Key": "nothing"}]}},
         {"Deleted": [{"Key": "k"}, {"Key": "nothing"}]}),
    Case("what was deleted is not listed", API + "DeleteObjects", "delete_objects", {"Bucket": "{bucket}", "Delete": {"Quiet": True, "Objects": [{"Key": "k"}]}}, {}),
    # tags, locks and configurations
    Case("a set without tags takes them away", API + "PutObjectTagging", "put_object_tagging", at(Tagging={"TagSet": []}), {}),
    Case("tags have different keys", API + "PutObjectTagging", "put_object_tagging", at(Tagging={"TagSet": [{"Key": "a", "Value": "b"}] * 2}),
         ("InvalidTag", "Cannot provide multiple Tags with the same key")),
    Case("an object without retention", API + "GetObjectRetention", "get_object_retention", at(bucket="{locked}"),
         ("NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration")),
    Case("retention needs a bucket with locks", API + "GetObjectRetention", "get_object_retention", at(), ("InvalidRequest", "Bucket is missing Object Lock Configuration")),
    Case("an object without a legal hold", API + "GetObjectLegalHold", "get_object_legal_hold", at(bucket="{locked}"),
         ("NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration")),
    Case("a bucket encrypts", GUIDE + "Setting default server-side encryption behavior for Amazon S3 buckets", "get_bucket_encryption", {"Bucket": "{bucket}"},
         {"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}]}}),
    Case("a bucket's owner pays", API + "GetBucketRequestPayment", "get_bucket_request_payment", {"Bucket": "{bucket}"}, {"Payer": "BucketOwner"}),
    Case("versioning is on or off", API + "PutBucketVersioning", "put_bucket_versioning", {"Bucket": "{bucket}", "VersioningConfiguration": {"Status": "Perhaps"}}, MALFORMED),
    Case("a lifecycle has days", API + "PutBucketLifecycleConfiguration", "put_bucket_lifecycle_configuration",
         {"Bucket": "{bucket}", "LifecycleConfiguration": {"Rules": [{"ID": "a", "Status": "Enabled", "Filter": {}, "Expiration": {"Days": 0}}]}},
         (INVALID, "'Days' for Expiration action must be a positive integer")),
    Case("a queue to tell is there", LOCALSTACK + "notifications.py, which is validated against AWS", "put_bucket_notification_configuration",
         {"Bucket": "{bucket}", "NotificationConfiguration": {"QueueConfigurations": [{"QueueArn": "arn:aws:sqs:eu-west-1:000000000001:no", "Events": ["s3:ObjectCreated:*"]}]}},
         (INVALID, "Unable to validate the following destination configurations")),
    Case("a topic to tell is there", LOCALSTACK + "notifications.py, which is validated against AWS", "put_bucket_notification_configuration",
         {"Bucket": "{bucket}", "NotificationConfiguration": {"TopicConfigurations": [{"TopicArn": "arn:aws:sns:eu-west-1:000000000001:no", "Events": ["s3:ObjectCreated:*"]}]}},
         (INVALID, "Unable to validate the following destination configurations")),
    Case("a filter has a value", LOCALSTACK + "notifications.py, which is validated against AWS", "put_bucket_notification_configuration",
         {"Bucket": "{bucket}", "SkipDestinationValidation": True, "NotificationConfiguration": {"QueueConfigurations": [
             {"QueueArn": "arn:aws:sqs:eu-west-1:000000000001:no", "Events": ["s3:ObjectCreated:*"], "Filter": {"Key": {"FilterRules": [{"Name": "prefix"}]}}}]}},
         MALFORMED),
    Case("an event is one", API + "PutBucketNotificationConfiguration", "put_bucket_notification_configuration",
         {"Bucket": "{bucket}", "NotificationConfiguration": {"QueueConfigurations": [{"QueueArn": "arn:aws:sqs:eu-west-1:1:q", "Events": ["s3:Nothing"]}]}},
         (INVALID, "A specified event is not supported for notifications.")),
    Case("a policy is JSON", ERRORS, "put_bucket_policy", {"Bucket": "{bucket}", "Policy": "all"},
         ("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'")),
]  # fmt: skip
