"""What resources would give to `Ref` and `Fn::GetAtt`, before any of them has been created.

With these a template is evaluated once to find what is wrong with it, and which resource needs which. They also stand for
resources that are left out.
"""

from collections.abc import Collection, Mapping
from typing import Any

from application_template.evaluation import ResourceValues
from application_template.parameters import StackIdentity
from application_template.physical_names import generated_name

SERVICES = {"Serverless": "lambda", "StepFunctions": "states", "OpenSearchServerless": "aoss"}
OF_NETWORKS: Mapping[str, Any] = {
    "CidrBlock": "10.0.0.0/16",
    "Ipv6CidrBlock": "2001:db8:1234:1a00::/56",
    "Ipv6CidrBlocks": ["2001:db8:1234:1a00::/56"],
}
"""The address blocks of networks, with which `Fn::Cidr` computes."""
WITHOUT_REGION = ("iam", "s3")
WITH_IDS = ("aoss",)
"""The services whose ARNs have an id of small letters and digits, not the name."""


class ExpectedValues:
    """Plausible values by the types of resources.

    Args:
        types: The type of each resource by its logical id.
        identity: The stack's name, region and account.
        fifo_queues: The logical ids of the queues that keep an order, whose names have an ending.
    """

    def __init__(
        self, types: Mapping[str, str], identity: StackIdentity, fifo_queues: Collection[str] = ()
    ) -> None:
        self._types = types
        self._fifo_queues = fifo_queues
        self._identity = identity

    def __contains__(self, logical_id: str) -> bool:
        return logical_id in self._types

    def reference(self, logical_id: str) -> Any:
        """Return a name, a URL for a queue, or an ARN for a topic."""
        kind = self._types[logical_id]
        if kind == "AWS::SQS::Queue":
            return self._queue_url(logical_id)
        if kind in ("AWS::SNS::Topic", "AWS::SecretsManager::Secret", "AWS::Lambda::LayerVersion"):
            return self._arn(logical_id)
        return self._name(logical_id)

    def attribute(self, logical_id: str, name: str, where: tuple[str, ...]) -> Any:  # noqa: ARG002 - never wrong
        """Return an ARN, a URL, address blocks or a name, by the attribute's name."""
        if name in OF_NETWORKS:
            return OF_NETWORKS[name]
        if name.endswith("Arn"):
            return self._arn(logical_id)
        if name.endswith(("Url", "URL", "Uri", "Endpoint")):
            return f"https://{self._name(logical_id).lower()}.amazonaws.com"
        return f"{self._name(logical_id)}-{name}"

    def _arn(self, logical_id: str) -> str:
        _, service, kind, *_ = [*self._types[logical_id].split("::"), "resource", "resource"]
        service = SERVICES.get(service, service.lower())
        place = "" if service in WITHOUT_REGION else self._identity.region
        account, name = self._identity.account_id, self._name(logical_id)
        identifier = name.rpartition("-")[2].lower() if service in WITH_IDS else name
        return f"arn:aws:{service}:{place}:{account}:{kind.lower()}/{identifier}"

    def _queue_url(self, logical_id: str) -> str:
        identity = self._identity
        return f"https://sqs.{identity.region}.amazonaws.com/{identity.account_id}/{self._name(logical_id)}"

    def _name(self, logical_id: str) -> str:
        ending = ".fifo" if logical_id in self._fifo_queues else ""
        return generated_name(self._identity.name, logical_id) + ending


class LateValues:
    """Parameters of a nested stack whose values depend on created resources, in addition to the resources.

    Args:
        parameters: Their expected values by name.
        resources: The expected values of the resources.
    """

    def __init__(self, parameters: Mapping[str, Any], resources: ResourceValues) -> None:
        self._parameters = parameters
        self._resources = resources

    def __contains__(self, name: str) -> bool:
        return name in self._parameters or name in self._resources

    def reference(self, name: str) -> Any:
        """Return the value of a parameter, or the expected physical id of a resource."""
        return self._parameters[name] if name in self._parameters else self._resources.reference(name)

    def attribute(self, logical_id: str, name: str, where: tuple[str, ...]) -> Any:
        """Return the expected attribute of a resource."""
        return self._resources.attribute(logical_id, name, where)


class RecordedReferences:
    """Remembers which resources have been referred to."""

    def __init__(self, values: ResourceValues) -> None:
        self._values = values
        self.logical_ids: set[str] = set()

    def __contains__(self, logical_id: str) -> bool:
        return logical_id in self._values

    def reference(self, logical_id: str) -> Any:
        """Return the expected physical id."""
        self.logical_ids.add(logical_id)
        return self._values.reference(logical_id)

    def attribute(self, logical_id: str, name: str, where: tuple[str, ...]) -> Any:
        """Return the expected attribute."""
        self.logical_ids.add(logical_id)
        return self._values.attribute(logical_id, name, where)
