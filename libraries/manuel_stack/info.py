"""What a test process knows about a stack."""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, field, fields
from typing import Any, Self

REGION = "eu-west-1"
"""The region of all stacks."""
SECRET_ACCESS_KEY = "local"
"""The secret with which all clients of a stack sign: S3 verifies presigned requests by the first one that it has seen."""


@dataclass(frozen=True)
class StackInfo:
    """Addresses and names of one local stack, as its `/_stack/environment` serves them.

    The names of Manuel's resources are None where the stack runs an application that has none.
    """

    api_base_url: str
    aws_endpoint_url: str
    region: str
    account_id: str
    stage: str
    user_pool_id: str | None = None
    user_pool_client_id: str | None = None
    second_pool_id: str | None = None
    second_pool_client_id: str | None = None
    knowledge_base_id: str | None = None
    data_source_id: str | None = None
    usage_table: str | None = None
    rate_limit_table: str | None = None
    error_tracking_table: str | None = None
    manuals_bucket: str | None = None
    audio_bucket: str | None = None
    error_queue_url: str | None = None
    dead_letter_queue_url: str | None = None
    error_topic_arn: str | None = None
    outputs: Mapping[str, str] = field(default_factory=dict)
    """The outputs of the stack's template; none if it runs the reference backend."""
    resources: Mapping[str, str] = field(default_factory=dict)
    """The names, URLs, ARNs or ids of the template's resources by logical id, as `Ref` gives them."""
    notes: Sequence[str] = ()
    """What is not imitated of the template, in a line each."""

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Read the fields of a JSON object.

        Raises:
            KeyError: A field is missing; the error names it.
        """
        needed = [
            one.name for one in fields(cls) if one.default is MISSING and one.default_factory is MISSING
        ]
        given = [one.name for one in fields(cls) if values.get(one.name) is not None]
        return cls(**{name: values[name] for name in dict.fromkeys([*needed, *given])})

    def to_json(self) -> dict[str, Any]:
        """Return the fields by name."""
        return asdict(self)

    def names(self) -> list[str]:
        """Return all addresses, names and ids that are known."""
        return [value for value in self.to_json().values() if isinstance(value, str)]

    def resource_name(self, kind: str) -> str | None:
        """Return the name of a table or bucket, the URL of a queue, or the ARN of a topic, such as that of `error_queue`.

        None if the stack's template has no such resource.
        """
        fields_by_kind = {
            "error_queue": self.error_queue_url,
            "dead_letter_queue": self.dead_letter_queue_url,
            "error_topic": self.error_topic_arn,
        }
        name: str | None = fields_by_kind[kind] if kind in fields_by_kind else getattr(self, kind)
        return name

    def export_lines(self) -> list[str]:
        """Return shell lines that point the suites, a backend or the AWS CLI at this stack.

        The credentials are dummies: the stand-in only reads the account from the access key.
        """
        variables = {
            "API_BASE_URL": self.api_base_url,
            "AWS_ENDPOINT_URL": self.aws_endpoint_url,
            "AWS_ACCESS_KEY_ID": self.account_id,
            "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        }
        return [f"export {name}={value}" for name, value in variables.items()]
