"""Keywords for S3."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any

from robot.api.deco import keyword

from cause_register.forms import UnwantedObjects
from ManuelEnvironment.waiting import DEFAULT_TIMEOUT, NotYetError, eventually
from MockAWS.aws_connection import AwsConnection

_SHOWN_KEYS = 10
_WILDCARDS = ("*", "?", "[")


class ObjectKeywords:
    """Keywords that read buckets."""

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws

    @keyword(name="S3 Object Should Exist", tags=["S3", "Assertion"])
    def s3_object_should_exist(
        self,
        bucket: str,
        key: str,
        *,
        content_type: str | None = None,
        size: int | None = None,
        timeout: timedelta = DEFAULT_TIMEOUT,
    ) -> str:
        """Wait until a bucket has an object.

        Args:
            bucket: `manuals`, `audio`, or a bucket's full name.
            key: The object's key, or a pattern with `*`.
            content_type: The object's media type; by default any.
            size: The object's size in bytes; by default any.
            timeout: How long to wait.

        Returns:
            The key of the first matching object.

        Raises:
            AssertionError: There is no such object; the message lists the existing keys.

        Example:
        ```robotframework
        ${me} =    Sign In
        Upload Manual    coffee-machine.pdf
        ${key} =    S3 Object Should Exist    manuals    manuals/${me.user_id}/*.pdf    content_type=application/pdf
        ```
        """
        name = self._aws.name("bucket", bucket)
        wanted = {"ContentType": content_type, "ContentLength": size}
        stated = {member: value for member, value in wanted.items() if value is not None}
        return eventually(lambda: self._find(name, key, stated), timeout)

    @keyword(name="S3 Object Should Not Exist", tags=["S3", "Assertion"])
    def s3_object_should_not_exist(
        self, bucket: str, key: str = "*", *, timeout: timedelta = timedelta(0)
    ) -> None:
        """Fail if a bucket has such an object.

        Args:
            bucket: As for [S3 Object Should Exist].
            key: As for [S3 Object Should Exist]; by default the bucket must be empty.
            timeout: How long to wait for the object to disappear; 0 looks once.

        Raises:
            AssertionError: There is one; the message has its key.

        Example:
        ```robotframework
        S3 Object Should Not Exist    audio    timeout=2 s
        ```
        """
        name = self._aws.name("bucket", bucket)
        eventually(lambda: self._find_none(name, key), timeout)

    @keyword(name="Get S3 Object", tags=["S3", "Getter"])
    def get_s3_object(self, bucket: str, key: str) -> bytes:
        """Return the content of an object.

        Args:
            bucket: As for [S3 Object Should Exist].
            key: As for [S3 Object Should Exist]; the first of several matching objects is returned.

        Raises:
            AssertionError: There is no such object.

        Example:
        ```robotframework
        ${me} =    Sign In
        Upload Manual    coffee-machine.pdf
        ${pdf} =    Get S3 Object    manuals    manuals/${me.user_id}/*.pdf
        Should Start With    ${pdf}    %PDF-
        ```
        """
        name = self._aws.name("bucket", bucket)
        content: bytes = (
            self._aws.client("s3").get_object(Bucket=name, Key=self._find(name, key, {}))["Body"].read()
        )
        return content

    @keyword(name="Put S3 Object", tags=["S3"])
    def put_s3_object(self, bucket: str, key: str, content: str | bytes) -> None:
        """Store an object, as another part of the backend, or a user with a presigned URL, would.

        Args:
            bucket: As for [S3 Object Should Exist].
            key: The whole key.
            content: The content; a string is stored in UTF-8.

        Example:
        ```robotframework
        Put S3 Object    manuals    incoming/note.txt    The tank is empty.
        S3 Object Should Exist    manuals    incoming/note.txt
        ```
        """
        body = content.encode() if isinstance(content, str) else content
        self._aws.client("s3").put_object(Bucket=self._aws.name("bucket", bucket), Key=key, Body=body)

    def _find(self, bucket: str, pattern: str, wanted: Mapping[str, Any]) -> str:
        keys = self._keys(bucket)
        fitting = [key for key in keys if _fits(key, pattern)]
        if not fitting:
            raise NotYetError(f"Expected an object {pattern} in bucket {bucket}, got {_some(keys)}.")
        held = {}
        for key in fitting:
            held[key] = self._members(bucket, key, wanted)
            if held[key] == wanted:
                return key
        raise NotYetError(f"Expected an object {pattern} with {wanted} in bucket {bucket}, got {held}.")

    def _members(self, bucket: str, key: str, names: Collection[str]) -> dict[str, Any]:
        """Return members of an object's head; none if it has been deleted since its bucket was listed."""
        client = self._aws.client("s3")
        try:
            head = client.head_object(Bucket=bucket, Key=key) if names else {}
        except client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] != "404":
                raise
            return {}
        return {name: head[name] for name in names}

    def _find_none(self, bucket: str, pattern: str) -> None:
        fitting = [key for key in self._keys(bucket) if _fits(key, pattern)]
        if fitting:
            raise NotYetError(f"{UnwantedObjects(pattern, bucket, _some(fitting))}.")

    def _keys(self, bucket: str) -> list[str]:
        client = self._aws.client("s3")
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        try:
            return [entry["Key"] for page in pages for entry in page.get("Contents", ())]
        except client.exceptions.NoSuchBucket:
            buckets = [entry["Name"] for entry in client.list_buckets()["Buckets"]]
            raise NotYetError(
                f"There is no bucket {bucket}. Existing buckets: {', '.join(buckets) or 'none'}."
            ) from None


def _fits(key: str, pattern: str) -> bool:
    if any(wildcard in pattern for wildcard in _WILDCARDS):
        return fnmatchcase(key, pattern)
    return key == pattern


def _some(keys: Sequence[str]) -> str:
    if not keys:
        return "an empty bucket"
    shown = ", ".join(keys[:_SHOWN_KEYS])
    return f"{shown} and {len(keys) - _SHOWN_KEYS} more" if len(keys) > _SHOWN_KEYS else shown
