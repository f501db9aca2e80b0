"""Buckets and their policies.

Source: AWS CloudFormation User Guide, "Amazon S3 resource type reference".
"""

import json
from typing import Any

from application_template.bucket_configurations import (
    CONFIGURATIONS,
    bucket_attributes,
    configuring_calls,
    creation_parameters,
)
from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.overlays.cloudformation.changes import Properties, changed
from aws_stand_in.overlays.cloudformation.stack_resource import StackResource
from aws_stand_in.read_properties import ReadProperties


class StackBucket(StackResource):
    """A bucket of S3."""

    TYPE, SERVICE, NAME = "AWS::S3::Bucket", "s3", "BucketName"
    ATTRIBUTES = frozenset(bucket_attributes("", ""))
    _AT_CREATION = frozenset({"AccessControl", "ObjectLockConfiguration", "ObjectLockEnabled"})
    UPDATABLE = frozenset(one.name for one in CONFIGURATIONS) - _AT_CREATION
    PROPERTIES = UPDATABLE | _AT_CREATION

    def create(self, name: str, properties: Properties) -> None:
        if name in {bucket["Name"] for bucket in self.call("ListBuckets").get("Buckets", ())}:
            # CreateBucket succeeds for a bucket that the account owns already.
            raise AwsError("ValidationError", f"{name} already exists", status=400)
        self._call("CreateBucket", creation_parameters(properties, self.call.region))
        self.attributes = bucket_attributes(name, self.call.region)

    def configure(self, properties: Properties) -> None:
        for operation, parameters in configuring_calls(properties):
            self._call(operation, parameters)

    def update(self, former: Properties, properties: Properties) -> None:
        for one in CONFIGURATIONS:
            if changed(former, properties, [one.name]):
                self._call(*one.call(properties.get(one.name)))

    def remove(self) -> None:
        self._call("DeleteBucket", {})

    @classmethod
    def _require_properties(cls, properties: Properties) -> None:
        """Require in advance that nothing within a property is left out on its way to the operations."""
        super()._require_properties(properties)
        read = ReadProperties(properties)
        creation_parameters(read, "")
        list(configuring_calls(read))
        if left_out := sorted({*read.unread()} - {cls.NAME}):
            raise NotImitatedError(f"{', '.join(left_out)} of {cls.TYPE} in a stack")

    def _call(self, operation: str, parameters: Properties) -> None:
        self.call.with_properties(operation, {"Bucket": self.physical_resource_id, **parameters})


class StackBucketPolicy(StackResource):
    """The policy of a bucket."""

    TYPE, SERVICE = "AWS::S3::BucketPolicy", "s3"
    REQUIRED = ("Bucket", "PolicyDocument")
    PROPERTIES = frozenset(REQUIRED)
    UPDATABLE = frozenset({"PolicyDocument"})

    def create(self, _name: str, properties: Properties) -> None:
        document: Any = properties["PolicyDocument"]
        policy = document if isinstance(document, str) else json.dumps(document)
        self.call("PutBucketPolicy", Bucket=properties["Bucket"], Policy=policy)

    def update(self, _former: Properties, properties: Properties) -> None:
        self.create("", properties)

    def remove(self) -> None:
        self.call("DeleteBucketPolicy", Bucket=self.properties["Bucket"])
