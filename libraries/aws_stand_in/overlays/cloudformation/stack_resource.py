"""A resource of a stack as moto's CloudFormation knows resources."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar, Self

from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.overlays.cloudformation.changes import Properties, changed
from aws_stand_in.overlays.cloudformation.engine_calls import EngineCalls

_GONE = (
    *("NoSuchBucket", "NoSuchEntity", "NotFound", "NotFoundException"),
    *("ParameterNotFound", "QueueDoesNotExist", "ResourceNotFoundException"),
)
"""How services say that something is not there: it has been deleted before its stack, or with what it belongs to."""
_UNIQUE = len("-0123456789AB")
"""How long the end of a name is that makes it unique."""


class StackResource:
    """A resource that moto does not keep.

    Attributes:
        TYPE: Its type.
        SERVICE: boto3's name of the service that keeps it.
        NAME: The property with its name; empty if it has none.
        LONGEST_NAME: How long a name may be that a stack makes up.
        ATTRIBUTES: What `Fn::GetAtt` finds.
        REQUIRED: The properties that it cannot be without.
        PROPERTIES: The properties that are imitated.
        UPDATABLE: Those that can be changed in place.
        LASTING: Those of them that can be changed but not taken away.
        physical_resource_id: What `Ref` finds.
        attributes: The values of its attributes.
        call: Calls its service.
    """

    TYPE: ClassVar[str]
    SERVICE: ClassVar[str]
    NAME: ClassVar[str] = ""
    LONGEST_NAME: ClassVar[int] = 255
    ATTRIBUTES: ClassVar[frozenset[str]] = frozenset()
    REQUIRED: ClassVar[tuple[str, ...]] = ()
    PROPERTIES: ClassVar[frozenset[str]]
    UPDATABLE: ClassVar[frozenset[str]] = frozenset()
    LASTING: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, call: EngineCalls, name: str, properties: Properties) -> None:
        self.call = call
        self.properties = properties
        self.physical_resource_id = name
        self.attributes: Mapping[str, str] = {}

    def create(self, name: str, properties: Properties) -> None:
        """Create the resource, and set its physical id and its attributes."""
        raise NotImplementedError

    def configure(self, properties: Properties) -> None:
        """Give the new resource what cannot be said when it is created; if that fails, it is removed again."""

    def update(self, former: Properties, properties: Properties) -> None:
        """Change the resource from former properties to others, which differ in those that can be changed."""
        raise NotImplementedError

    def remove(self) -> None:
        """Remove the resource."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------------------- for moto

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Properties, account_id: str, region_name: str, **_: Any
    ) -> Self:
        properties = cloudformation_json["Properties"]
        cls._require_properties(properties)
        name = resource_name if cls.NAME in properties else _shortened(resource_name, cls.LONGEST_NAME)
        resource = cls(EngineCalls(cls.SERVICE, account_id, region_name), name, properties)
        resource.create(name, properties)
        try:
            resource.configure(properties)
        except Exception:
            resource.remove()
            raise
        return resource

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource: Self, cloudformation_json: Properties, **_: Any
    ) -> Self:
        former, properties = original_resource.properties, cloudformation_json["Properties"]
        cls._require_properties(properties)
        taken_away = (former.keys() - properties.keys()) & cls.LASTING
        others = (former.keys() | properties.keys()) - cls.UPDATABLE
        if fixed := changed(former, properties, others | taken_away):
            what = f"changes of {', '.join(fixed)} of {cls.TYPE} in a stack"
            raise NotImitatedError(what, "Delete the stack and create it again.")
        original_resource._change(former, properties)
        return original_resource

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        return attr in cls.ATTRIBUTES

    def get_cfn_attribute(self, attribute_name: str) -> str:
        return self.attributes[attribute_name]

    def delete(self, _account_id: str, _region_name: str) -> None:
        try:
            self.remove()
        except AwsError as error:
            if getattr(error.__cause__, "code", None) not in _GONE:
                raise

    def is_created(self) -> bool:
        return True

    @classmethod
    def _require_properties(cls, properties: Properties) -> None:
        if unknown := sorted(properties.keys() - cls.PROPERTIES - {cls.NAME}):
            raise NotImitatedError(f"{', '.join(unknown)} of {cls.TYPE} in a stack")
        if missing := [name for name in cls.REQUIRED if name not in properties]:
            raise KeyError(missing[0])

    def _change(self, former: Properties, properties: Properties) -> None:
        """Change the resource, or leave it as it was."""
        if former == properties:
            return
        try:
            self.update(former, properties)
        except AwsError:
            with suppress(AwsError):  # what has not been changed may refuse to be changed back
                self.update(properties, former)
            raise
        self.properties = properties


def _shortened(name: str, longest: int) -> str:
    """Return a name that is not too long, and keeps its end, which makes it unique."""
    return name if len(name) <= longest else name[: longest - _UNIQUE] + name[-_UNIQUE:]
