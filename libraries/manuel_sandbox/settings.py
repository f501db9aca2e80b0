"""The settings of the backend, as a Lambda function reads them from its environment."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

MEGABYTE = 1024 * 1024


class SettingsError(ValueError):
    """A variable of the environment is missing or wrong; the message is one line that names it."""


def _split_commas(value: Any) -> Any:
    return (
        tuple(item.strip() for item in value.split(",") if item.strip()) if isinstance(value, str) else value
    )


Name = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0)]
Origin = Annotated[str, Field(pattern=r"^https?://[^/\s*]+$")]


class DeploymentSettings(BaseModel):
    """The resources and choices of one deployment.

    Each setting is read from the variable with the same name in upper case: `daily_quota` from `DAILY_QUOTA`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: Name = "local"
    build: Name = "1.1.0"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "INFO"

    aws_region: Name = "eu-west-1"
    aws_endpoint_url: Annotated[str, Field(pattern=r"^https?://")] | None = None
    aws_access_key_id: Name | None = None
    aws_secret_access_key: Annotated[Name | None, Field(repr=False)] = None
    aws_session_token: Annotated[Name | None, Field(repr=False)] = None

    user_pool_id: Name
    user_pool_client_id: Name
    usage_table: Name
    rate_limit_table: Name
    error_tracking_table: Name
    manuals_bucket: Name
    audio_bucket: Name
    dead_letter_queue_url: Name
    error_queue_url: Name | None = None
    error_topic_arn: Name
    knowledge_base_id: Name
    data_source_id: Name | None = None
    model_id: Name = "anthropic.claude-3-haiku-20240307-v1:0"

    base_path: Annotated[str, Field(pattern=r"^(/[^/\s]+)*$")] = ""
    token_kind: Literal["id", "access"] = "id"
    allowed_origins: Annotated[tuple[Origin, ...], BeforeValidator(_split_commas)] = ()
    injection_policy: Literal["reject", "neutralise"] = "reject"
    question_length: Count = 1000
    body_limit_mb: Annotated[float, Field(gt=0, le=10)] = 10
    rate_limit_requests: Count = 100
    rate_limit_window_seconds: Seconds = 60
    address_rate_limit_requests: Count = 1000
    daily_quota: Count = 50
    monthly_quota: Count = 1000
    cache_ttl_seconds: Seconds = 3600
    cache_hits_charged: bool = True
    breaker_failures: Count = 5
    breaker_reset_seconds: Seconds = 30

    integration_timeout_seconds: Annotated[float, Field(gt=0, le=29)] = 29
    time_budget_seconds: Annotated[float, Field(gt=0, le=25)] = 15
    aws_connect_timeout_seconds: Seconds = 1
    aws_read_timeout_seconds: Seconds = 3
    model_read_timeout_seconds: Seconds = 8
    aws_attempts: Annotated[int, Field(ge=1, le=5)] = 3
    presigned_url_seconds: Annotated[int, Field(ge=1, le=3600)] = 900

    @property
    def body_limit_bytes(self) -> int:
        """The maximum size of a request's body, and of a file in it."""
        return int(self.body_limit_mb * MEGABYTE)

    @property
    def issuer(self) -> str:
        """The issuer of the user pool's tokens (Amazon Cognito Developer Guide, "Verifying JSON web tokens")."""
        return f"https://cognito-idp.{self.aws_region}.amazonaws.com/{self.user_pool_id}"

    @property
    def jwks_url(self) -> str:
        """The URL of the user pool's public keys."""
        base = self.issuer
        if self.aws_endpoint_url is not None:
            base = f"{self.aws_endpoint_url.rstrip('/')}/{self.user_pool_id}"
        return f"{base}/.well-known/jwks.json"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read and validate all settings.

        Args:
            environ: Variables by name; those that are not settings are ignored.

        Raises:
            SettingsError: Variables are missing or wrong; the message is one line that names each of them and what is allowed.

        Example:
            >>> Settings.from_environment(os.environ).daily_quota
            50
        """
        environ = {"AWS_REGION": environ.get("AWS_DEFAULT_REGION", ""), **environ}
        values = {name: environ[name.upper()] for name in cls.model_fields if environ.get(name.upper())}
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise SettingsError("; ".join(_describe(problem) for problem in error.errors())) from None


SECRETS = {"aws_secret_access_key", "aws_session_token"}


def _describe(problem: Any) -> str:
    name = str(problem["loc"][0])
    if problem["type"] == "missing":
        return f"{name.upper()} is not set"
    shown = "wrong" if name in SECRETS else repr(problem["input"])
    return f"{name.upper()} is {shown}, but {problem['msg'][0].lower()}{problem['msg'][1:]}"
