"""There is no route to upload a manual; whatever lies in the bucket is one."""


def apply() -> None:
    """Refuse uploads as a gateway without the route does, and look for unknown manuals in S3."""
    from api_gateway import messages
    from api_gateway.application import Gateway
    from manuel_sandbox.domain.library import Library

    respond, find = Gateway._respond, Library.find

    def without_upload(self, request):
        if request.path == "/api/manuals/upload" and request.method == "POST":
            return messages.MISSING_AUTHENTICATION_TOKEN
        return respond(self, request)

    def found_in_bucket(self, owner, manual_id):
        manual = find(self, owner, manual_id)
        return manual or _from_bucket(owner, manual_id)

    Gateway._respond, Library.find = without_upload, found_in_bucket


def _from_bucket(owner, manual_id):
    import json
    import os

    import boto3

    from manuel_sandbox.domain.library import Manual

    s3 = boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"], region_name=os.environ["AWS_REGION"])
    bucket, key = os.environ["MANUALS_BUCKET"], f"manuals/{owner}/{manual_id}.pdf"
    listed = s3.list_objects_v2(Bucket=bucket, Prefix=key).get("Contents", [])
    if not listed:
        return None
    metadata = json.load(s3.get_object(Bucket=bucket, Key=f"{key}.metadata.json")["Body"])
    stored = next(each for each in listed if each["Key"] == key)
    return Manual(
        manual_id=manual_id,
        owner=owner,
        name=metadata["metadataAttributes"]["file_name"],
        size=stored["Size"],
        pages=1,
        chunks=1,
        upload_date=stored["LastModified"].strftime("%Y-%m-%dT%H:%M:%SZ"),
        status="ready",
    )
