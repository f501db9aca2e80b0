"""An application as its template describes it: resources in the order of their creation, and outputs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from application_template.errors import at
from application_template.evaluation import Evaluator, ResourceValues


@dataclass(frozen=True, slots=True)
class TemplateResource:
    """A resource of a template, after SAM's expansion.

    Attributes:
        logical_id: Its name in the template.
        type: Its type, such as `AWS::SQS::Queue`.
        properties: Its properties, with the intrinsic functions as the template has them.
        metadata: Its metadata, such as `aws:asset:path`, with intrinsic functions.
        depends_on: The logical ids of all resources that must be created before it, however it refers to them.
    """

    logical_id: str
    type: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    depends_on: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CreatedResource:
    """A resource that has been created: its properties are plain values.

    Attributes:
        logical_id: Its name in the template.
        type: Its type, such as `AWS::SQS::Queue`.
        physical_id: What `Ref` gives: a name, a URL, an id or an ARN, as AWS documents it for the type.
        properties: Its properties, resolved.
        attributes: What `Fn::GetAtt` gives, such as `{"Arn": "arn:aws:sqs:…"}`; nested names have dots.
        metadata: Its metadata, resolved.
    """

    logical_id: str
    type: str
    physical_id: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Output:
    """An output of a template, with the intrinsic functions of its value."""

    name: str
    value: Any
    description: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedTemplate:
    """A resolved template.

    Attributes:
        resources: The resources to create, each after those on which it depends.
        outputs: The outputs whose condition holds.
        left_out: Resources without which the application behaves the same on one machine, such as IAM roles and alarms.
    """

    resources: tuple[TemplateResource, ...]
    outputs: tuple[Output, ...]
    left_out: tuple[TemplateResource, ...]
    _evaluator: Evaluator

    @property
    def imports(self) -> Mapping[str, str]:
        """What comes from elsewhere: the values of exports of other stacks, and of parameters and secrets, by their names."""
        return self._evaluator.imports

    def resolve(self, resource: TemplateResource, created: Mapping[str, CreatedResource]) -> TemplateResource:
        """Return a resource with plain properties and metadata.

        Args:
            resource: One of this application's.
            created: The resources on which it depends, by logical id; those left out need not be among them.

        Raises:
            TemplateError: A value is not of the kind that a function needs, or a created resource has no such attribute.
        """
        evaluator = self._evaluator.with_resources(self._values(created))
        where = ("Resources", resource.logical_id)
        return TemplateResource(
            resource.logical_id,
            resource.type,
            evaluator.evaluate(resource.properties, (*where, "Properties")),
            evaluator.evaluate(resource.metadata, (*where, "Metadata")),
            resource.depends_on,
        )

    def resolve_outputs(self, created: Mapping[str, CreatedResource]) -> dict[str, Any]:
        """Return the values of the outputs by name.

        Raises:
            TemplateError: As for `resolve`.
        """
        evaluator = self._evaluator.with_resources(self._values(created))
        return {
            output.name: evaluator.evaluate(output.value, ("Outputs", output.name)) for output in self.outputs
        }

    def _values(self, created: Mapping[str, CreatedResource]) -> ResourceValues:
        return ValuesOfCreated(created, self._evaluator.resources)


class ValuesOfCreated:
    """What created resources give to `Ref` and `Fn::GetAtt`; of all others, `expected` knows what to say."""

    def __init__(self, created: Mapping[str, CreatedResource], expected: ResourceValues) -> None:
        self._created = created
        self._expected = expected

    def reference(self, logical_id: str) -> Any:
        """Return the physical id of a resource."""
        if logical_id in self._created:
            return self._created[logical_id].physical_id
        return self._expected.reference(logical_id)

    def attribute(self, logical_id: str, name: str, where: tuple[str, ...]) -> Any:
        """Return an attribute of a resource."""
        if logical_id not in self._created:
            return self._expected.attribute(logical_id, name, where)
        resource = self._created[logical_id]
        if name not in resource.attributes:
            known = ", ".join(sorted(resource.attributes)) or "none"
            raise at(where, f"{resource.type} has no attribute {name!r} here; {logical_id} has {known}")
        return resource.attributes[name]

    def __contains__(self, logical_id: str) -> bool:
        return logical_id in self._created or logical_id in self._expected
