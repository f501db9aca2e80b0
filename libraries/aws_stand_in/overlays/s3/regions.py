"""The regions of buckets: a request that is signed for another one is sent there.

The stand-in has one endpoint in place of one for each region; the region that a request is signed for says which is meant.
Source: Amazon S3 User Guide, "Making requests using the REST API", request redirection; API reference, "Error responses".
"""

from typing import Any

from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.errors import S3Error
from fault_engine.identification import identify

_IN_ANY_REGION = ("CreateBucket", "GetBucketLocation")


def check_region(call: S3Call) -> None:
    """Redirect a request for a bucket that is in another region than the one it is signed for.

    Raises:
        S3Error: `PermanentRedirect`, with the bucket's region and its endpoint.
    """
    bucket: Any = call.backend.buckets.get(call.bucket_name)
    signed_for = identify(call.aws.http.environ).region
    if bucket is None or signed_for is None or call.aws.operation in _IN_ANY_REGION:
        return
    if {bucket.region_name, "*"}.isdisjoint(signed_for.split(",")):
        raise S3Error(
            "PermanentRedirect",
            "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future "
            "requests to this endpoint.",
            status=301,
            headers={"x-amz-bucket-region": bucket.region_name},
            Endpoint=f"{bucket.name}.s3.{bucket.region_name}.amazonaws.com",
            Bucket=bucket.name,
        )
