"""What a test process knows about a stack."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self


@dataclass(frozen=True)
class StackInfo:
    """Addresses and names of one local stack, as its `/_stack/environment` serves them."""

    api_base_url: str
    aws_endpoint_url: str
    region: str
    account_id: str
    stage: str
    user_pool_id: str
    user_pool_client_id: str
    second_pool_id: str
    second_pool_client_id: str
    knowledge_base_id: str
    data_source_id: str
    usage_table: str
    rate_limit_table: str
    error_tracking_table: str
    manuals_bucket: str
    audio_bucket: str
    error_queue_url: str
    dead_letter_queue_url: str
    error_topic_arn: str

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Read the fields of a JSON object.

        Raises:
            KeyError: A field is missing; the error names it.
        """
        return cls(**{field.name: str(values[field.name]) for field in fields(cls)})

    def to_json(self) -> dict[str, str]:
        """Return the fields by name."""
        return asdict(self)

    def resource_name(self, kind: str) -> str:
        """Return the name of a table or bucket, the URL of a queue, or the ARN of a topic, such as that of `error_queue`."""
        fields_by_kind = {
            "error_queue": self.error_queue_url,
            "dead_letter_queue": self.dead_letter_queue_url,
            "error_topic": self.error_topic_arn,
        }
        return fields_by_kind.get(kind) or str(getattr(self, kind))

    def export_lines(self) -> list[str]:
        """Return shell lines that point the suites, a backend or the AWS CLI at this stack.

        The credentials are dummies: the stand-in only reads the account from the access key.
        """
        variables = {
            "API_BASE_URL": self.api_base_url,
            "AWS_ENDPOINT_URL": self.aws_endpoint_url,
            "AWS_ACCESS_KEY_ID": self.account_id,
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_DEFAULT_REGION": self.region,
            "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        }
        return [f"export {name}={value}" for name, value in variables.items()]
