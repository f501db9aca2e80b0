"""The clients of boto3, each created on first use and kept as long as the process lives."""

import functools
import threading
from typing import TYPE_CHECKING, Any, cast

from manuel_sandbox.aws.invocation import current_invocation
from manuel_sandbox.aws.replies import require_whole_json
from manuel_sandbox.settings import DeploymentSettings

if TYPE_CHECKING:
    import boto3
    from botocore.awsrequest import AWSPreparedRequest
    from botocore.loaders import Loader
    from mypy_boto3_bedrock_agent import AgentsforBedrockClient
    from mypy_boto3_bedrock_agent_runtime import AgentsforBedrockRuntimeClient
    from mypy_boto3_bedrock_runtime import BedrockRuntimeClient
    from mypy_boto3_cloudwatch import CloudWatchClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_transcribe import TranscribeServiceClient

POOL_CONNECTIONS = 64
SERVICES = (
    "dynamodb",
    "s3",
    "sqs",
    "sns",
    "cloudwatch",
    "transcribe",
    "bedrock-runtime",
    "bedrock-agent-runtime",
    "bedrock-agent",
)


class DeadlineExceededError(Exception):
    """The invocation has no time left for another attempt."""


class AwsClients:
    """Every AWS client of the backend.

    Transient errors are retried by botocore's `standard` retry mode, within one call. No attempt begins after the deadline of the
    invocation.
    """

    def __init__(self, settings: DeploymentSettings) -> None:
        self._settings = settings
        self._lock = threading.RLock()
        self._clients: dict[tuple[str, int], Any] = {}

    @functools.cached_property
    def dynamodb(self) -> "DynamoDBClient":
        """DynamoDB, with plain Python values instead of typed attributes."""
        with self._lock:
            resource = self._session.resource("dynamodb", **self._options("dynamodb", self._attempts))
        return cast("DynamoDBClient", _prepare(resource.meta.client))

    @property
    def s3(self) -> "S3Client":
        """S3."""
        return cast("S3Client", self._client("s3"))

    @property
    def transcribe(self) -> "TranscribeServiceClient":
        """Transcribe."""
        return cast("TranscribeServiceClient", self._client("transcribe"))

    @property
    def bedrock_runtime(self) -> "BedrockRuntimeClient":
        """The models of Bedrock."""
        return cast("BedrockRuntimeClient", self._client("bedrock-runtime"))

    @property
    def bedrock_agent_runtime(self) -> "AgentsforBedrockRuntimeClient":
        """Questions to the knowledge bases of Bedrock."""
        return cast("AgentsforBedrockRuntimeClient", self._client("bedrock-agent-runtime"))

    @property
    def bedrock_agent(self) -> "AgentsforBedrockClient":
        """The contents of the knowledge bases of Bedrock."""
        return cast("AgentsforBedrockClient", self._client("bedrock-agent"))

    @property
    def sqs(self) -> "SQSClient":
        """SQS."""
        return cast("SQSClient", self._client("sqs"))

    @property
    def sns(self) -> "SNSClient":
        """SNS."""
        return cast("SNSClient", self._client("sns"))

    @property
    def cloudwatch(self) -> "CloudWatchClient":
        """CloudWatch, with one attempt: a lost metric is not worth the user's time."""
        return cast("CloudWatchClient", self._client("cloudwatch", attempts=1))

    @property
    def _attempts(self) -> int:
        return self._settings.aws_attempts

    @functools.cached_property
    def _session(self) -> "boto3.Session":
        import boto3
        import botocore.session

        session = botocore.session.Session()
        session.register_component("data_loader", model_loader())
        return boto3.Session(
            aws_access_key_id=self._settings.aws_access_key_id,
            aws_secret_access_key=self._settings.aws_secret_access_key,
            aws_session_token=self._settings.aws_session_token,
            region_name=self._settings.aws_region,
            botocore_session=session,
        )

    def _client(self, service: str, *, attempts: int | None = None) -> Any:
        key = (service, attempts or self._attempts)
        with self._lock:
            if key not in self._clients:
                client = self._session.client(service, **self._options(*key))  # type: ignore[call-overload]
                self._clients[key] = _prepare(client)
            return self._clients[key]

    def _options(self, service: str, attempts: int) -> dict[str, Any]:
        from botocore.config import Config

        timeout = self._settings.aws_read_timeout_seconds
        if service == "bedrock-runtime":
            timeout = self._settings.model_read_timeout_seconds
        config = Config(
            retries={"mode": "standard", "total_max_attempts": attempts},
            connect_timeout=self._settings.aws_connect_timeout_seconds,
            read_timeout=timeout,
            max_pool_connections=POOL_CONNECTIONS,
            inject_host_prefix=self._settings.aws_endpoint_url is None,
            signature_version="s3v4" if service == "s3" else None,
        )
        return {"endpoint_url": self._settings.aws_endpoint_url, "config": config}


@functools.cache
def model_loader() -> "Loader":
    """Return the loader of botocore's service models, each of which is read once per process."""
    from botocore.loaders import create_loader

    return create_loader()


def read_models() -> None:
    """Read all that boto3 knows about the services used here, so that the first call of each need not wait for it."""
    import boto3  # noqa: F401 - imported for its effect

    loader = model_loader()
    loader.load_data("endpoints")
    for service in SERVICES:
        loader.load_service_model(service, "service-2")
        loader.load_service_model(service, "endpoint-rule-set-1")


def _prepare(client: Any) -> Any:
    client.meta.events.register("before-send.*", _attach_to_invocation)
    client.meta.events.register("before-parse.*", require_whole_json)
    return client


def _attach_to_invocation(request: "AWSPreparedRequest", **_: Any) -> None:
    current = current_invocation()
    if current.seconds_left == 0:
        raise DeadlineExceededError("no time is left for another attempt")
    if current.trace_id is not None:
        request.headers["X-Amzn-Trace-Id"] = current.trace_id
