"""The settings of one environment: their names, types, defaults and limits."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from field_comparison.suggestions import did_you_mean
from ManuelEnvironment.alert_settings import Channel, require_no_topic
from ManuelEnvironment.capabilities import Capability
from ManuelEnvironment.configuration import LOCAL
from ManuelEnvironment.errors import ConfigurationError, shown
from ManuelEnvironment.urls import origin_problem, url_problem
from request_gate.hosts import has_user_information, host_of, is_loopback

GUARDED_CAPABILITIES = (Capability.DESTRUCTIVE, Capability.LOAD, Capability.COST, Capability.FAULT_INJECTION)
PROBLEMS_SHOWN = 3
SECRET_IN_URL = "secret_in_url"


def _capability(name: object) -> Capability:
    """Return the capability with this name, for which no other type is needed in a file.

    Raises:
        ValueError: There is none.
    """
    known = {str(capability): capability for capability in Capability}
    if not isinstance(name, str) or name not in known:
        raise ValueError(f"{shown(name)} is not a capability; expected one of {', '.join(known)}")
    return known[name]


def _without_problem(problem_of: Callable[[str], str], url: str) -> str:
    """Return a URL that has no problem.

    Raises:
        PydanticCustomError: It has one; its type says whether a message may show the URL.
    """
    if problem := problem_of(url):
        kind = SECRET_IN_URL if has_user_information(url) else "url"
        raise PydanticCustomError(kind, "{problem}", {"problem": problem})
    return url


Seconds = Annotated[float, Field(gt=0, le=86_400)]
Count = Annotated[int, Field(ge=1)]
Url = Annotated[str, AfterValidator(partial(_without_problem, url_problem))]
Origin = Annotated[str, AfterValidator(partial(_without_problem, origin_problem))]
Host = Annotated[str, Field(pattern=r"^[a-z0-9.:-]+$")]
Name = Annotated[str, Field(pattern=r"^[\w.-]+$")]
PoolId = Annotated[str, Field(pattern=r"^[\w-]+_[0-9A-Za-z]+$")]
AppClientId = Annotated[str, Field(pattern=r"^\w+$")]
FUNCTION_BODY_MB = 5
"""How many megabytes of a body with little to escape fit into the 6 MB of a function's event (AWS Lambda Developer Guide,
"Lambda quotas")."""
LOCAL_HAS_ITS_OWN = ("api_base_url", "aws_endpoint_url", "fault_control_url", "key_set_url")


State = Literal["processing", "ready", "failed", "STARTING", "IN_PROGRESS", "COMPLETE", "FAILED"]


def _with_the_contracts_words(states: dict[State, str]) -> dict[State, str]:
    return {**{word: word for word in get_args(State)}, **states}


class ServiceLevelObjective(BaseModel):
    """The objective of one route: the 95th percentile of its response time in milliseconds, and its share of failed requests."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    p95_ms: Annotated[float, Field(gt=0)]
    error_rate: Annotated[float, Field(ge=0, le=1)] = 0.0


class Settings(BaseModel):
    """Everything that a test may know about its environment, except secrets, which come from environment variables."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    environment: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    api_base_url: Url | None = None
    base_path: Annotated[str, Field(pattern=r"^(/[^\s?#]*[^\s?#/])?$")] = ""
    allowed_hosts: list[Host] = []
    capabilities: list[Annotated[Capability, BeforeValidator(_capability)]] = []

    users: Literal["disposable", "configured"] = "configured"
    test_user_email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    second_user_email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    admin_user_email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    token_kind: Literal["id", "access"] = "id"

    region: Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")] = "eu-west-1"
    stage: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")] | None = None
    aws_account_id: Annotated[str, Field(pattern=r"^\d{12}$")] | None = None
    user_pool_id: PoolId | None = None
    user_pool_client_id: AppClientId | None = None
    second_pool_id: PoolId | None = None
    second_pool_client_id: AppClientId | None = None
    key_set_url: Url | None = None
    """Where the user pool publishes its public keys; by default where Cognito does."""

    aws_endpoint_url: Url | None = None
    """Where AWS is, such as that of a stand-in; by default AWS itself."""
    fault_control_url: Url | None = None
    """Where the fault engine between the backend and AWS is controlled: `http://127.0.0.1:4566/_faults` at a stand-in."""
    usage_table: Name | None = None
    rate_limit_table: Name | None = None
    error_tracking_table: Name | None = None
    manuals_bucket: Name | None = None
    audio_bucket: Name | None = None
    error_queue: Name | None = None
    dead_letter_queue: Name | None = None
    error_topic: Name | None = None
    knowledge_base_id: Name | None = None
    data_source_id: Name | None = None

    template: Annotated[str, Field(min_length=1)] | None = None
    """The template of the application that `local` runs, by default none: the reference backend. `--template` sets it."""
    template_parameters: dict[str, str] = {}
    """Values of the template's parameters. `--parameter` sets them."""
    template_imports: dict[str, str] = {}
    """Values of what other stacks export and the template imports, by the names of the exports. `--import` sets them."""
    template_names: dict[str, str] = {}
    """The outputs or resources of the template that the suites mean by their settings, such as `usage_table: CounterTable`, where
    the template calls them otherwise."""
    template_sites: dict[str, str] = {}
    """Hosts of the internet that functions of the template may ask, such as `www.example.com`, and the folder with the pages of
    each."""
    template_python: Annotated[str, Field(min_length=1)] | None = None
    """The interpreter of all Python functions of the template, by default what their runtime names. `--python` sets it."""
    template_limits_memory: bool = False
    """Whether a function of the template is killed that uses more than its `MemorySize`. `--limit-memory` sets it."""

    timeout_seconds: Seconds = 30
    max_retries: Annotated[int, Field(ge=0, le=10)] = 3
    """How often the HTTP session sends a request again that got no response at all, never after a response: any request if no
    connection could be made, one with an idempotent method also if the connection broke. Each retry is a warning in the log."""
    parallel_tests: Annotated[int, Field(ge=1, le=64)] = 4
    requests_per_minute: Count = 80
    """How many requests all processes of a user on this machine send to a deployed host in any minute, and one test at most,
    except a test tagged `needs:load` where the environment offers `load`; fewer than the API's own limit for each user. With
    `users: configured`, an API on this machine gets no more either, whatever one test sends."""
    max_concurrent_requests: Annotated[int, Field(ge=1, le=1000)] = 50

    enable_chaos_testing: bool = False
    enable_load_testing: bool = False
    enable_security_testing: bool = False
    failure_duration_seconds: Seconds = 30
    failure_probability: Annotated[float, Field(gt=0, le=1)] = 1.0
    fis_experiment_templates: dict[str, Annotated[str, Field(pattern=r"^EXT\w+$")]] = {}

    manuals_via: Literal["upload", "download", "bucket"] = "upload"
    """How tests get the manuals that they need: by a route of the API, or in S3 with an ingestion job (needs aws-inspection)."""
    states: Annotated[
        dict[State, Name], AfterValidator(_with_the_contracts_words), Field(validate_default=True)
    ] = {}
    """What the backend calls the states of manuals and ingestion jobs, by the contract's words; by default the same."""

    known_issues: Annotated[str, Field(min_length=1)] | None = None
    """A file of causes of failure that do not fail a run, until a date; see docs/causes.md. A path below the repository, or an
    absolute one."""

    alerts: list[Channel] = []
    """The recipients of alerts when a run fails, recovers, becomes slower or does not happen; see docs/alerts.md."""

    behind_api_gateway: bool = False
    """Whether Amazon API Gateway stands before the backend, as it does before a template's. It replaces malformed UTF-8, and
    what it answers itself has the same CORS headers for all origins."""
    injection_policy: Literal["reject", "neutralise"] = "reject"
    rate_limit_requests: Count = 100
    address_rate_limit_requests: Count = 1000
    rate_limit_window_seconds: Seconds = 60
    daily_quota: Count = 50
    monthly_quota: Count = 1000
    question_length: Count = 1000
    body_limit_mb: Annotated[float, Field(gt=0, le=10)] = 10
    breaker_failures: Count = 5
    breaker_reset_seconds: Seconds = 30
    cache_hits_charged: bool = True
    manual_site_url: Url | None = None
    secure_manual_site_url: Url | None = None
    """The same website over https, with the page `/secure.pdf` that it has there only."""
    other_port_manual_site_url: Url | None = None
    """The same website at another port than 80 and 443, with the page `/other-port.pdf` that it has there only."""
    untrusted_certificate_urls: list[Url] = []
    """Files on https websites whose certificates must not be accepted: one of an untrusted authority, one for another
    name."""
    allowed_origins: list[Origin] = []
    service_level_objectives: dict[str, ServiceLevelObjective] = {}

    @property
    def is_local(self) -> bool:
        """Whether this environment has its own backend and its own AWS."""
        return self.environment == LOCAL

    @model_validator(mode="after")
    def _deployed_environments_say_where_they_are(self) -> "Settings":
        if not self.is_local and self.api_base_url is None:
            raise ValueError("api_base_url is missing: every environment except `local` needs it")
        given = [name for name in LOCAL_HAS_ITS_OWN if getattr(self, name) is not None]
        if self.is_local and given:
            raise ValueError(
                f"{given[0]} is {getattr(self, given[0])!r}, but `local` has its own API and AWS: "
                "choose the environment that this URL belongs to"
            )
        return self

    @model_validator(mode="after")
    def _require_local_for_template(self) -> "Settings":
        if self.template is not None and not self.is_local:
            raise ValueError(
                f"template is {self.template!r}, but only `local` starts an application: {self.environment} has one"
            )
        return self

    @model_validator(mode="after")
    def _a_template_is_behind_api_gateway(self) -> "Settings":
        if self.template is None:
            return self
        return self.model_copy(
            update={"behind_api_gateway": True, "body_limit_mb": min(self.body_limit_mb, FUNCTION_BODY_MB)}
        )

    @model_validator(mode="after")
    def _forbid_local_aws_alerts(self) -> "Settings":
        if self.is_local:
            require_no_topic(self.alerts)
        return self

    @model_validator(mode="after")
    def _deployed_hosts_are_guarded_by_an_allow_list(self) -> "Settings":
        host = host_of(self.api_base_url or "")
        guarded = [name for name in GUARDED_CAPABILITIES if name in self.capabilities]
        if guarded and self.api_base_url and not is_loopback(host) and host not in self.allowed_hosts:
            raise ValueError(
                f"capabilities {', '.join(guarded)} need the host of api_base_url, {host!r}, in allowed_hosts, "
                f"which has {self.allowed_hosts}"
            )
        return self

    @model_validator(mode="after")
    def _a_fault_engine_elsewhere_is_an_allowed_host(self) -> "Settings":
        host = host_of(self.fault_control_url or "")
        if self.fault_control_url and not is_loopback(host) and host not in self.allowed_hosts:
            raise ValueError(
                f"fault_control_url needs its host, {host!r}, in allowed_hosts, which has {self.allowed_hosts}"
            )
        return self


def validate(values: dict[str, Any], *, source: str) -> Settings:
    """Return the settings with every value checked; a string may stand for a number or a boolean, as on a command line.

    Args:
        values: The settings by name.
        source: Where they come from, for the message.

    Raises:
        ConfigurationError: A value is invalid; one line names the key, its value and what is allowed.

    Example:
        >>> validate({"environment": "dev", "api_base_url": "http://localhost:3000"}, source="dev.yaml").daily_quota
        50
    """
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise ConfigurationError(f"{source}: {_describe_all(error)}") from None


def require_exact_types(values: dict[str, Any], *, source: str) -> None:
    """Require that the values of a file are valid as they are: no string stands for a number, no number for a boolean.

    Raises:
        ConfigurationError: As for `validate`.
    """
    try:
        Settings.model_validate(values, strict=True)
    except ValidationError as error:
        raise ConfigurationError(f"{source}: {_describe_all(error)}") from None


def _describe_all(error: ValidationError) -> str:
    problems = [_describe(problem) for problem in error.errors()[:PROBLEMS_SHOWN]]
    more = error.error_count() - len(problems)
    return "; ".join(problems) + (f"; and {more} more" if more else "")


def _describe(problem: Any) -> str:
    key = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        hint = did_you_mean(key, Settings.model_fields) or " The files in variables/ show the known ones."
        return f"unknown key {key!r:.100}.{hint}"
    if problem["type"] == "missing":
        return f"{key} is missing"
    if problem["type"] == SECRET_IN_URL:
        return f"{key:.100} {problem['msg']}"
    if problem["type"] == "value_error":
        return str(problem["ctx"]["error"])
    return f"{key:.100} is {shown(problem['input'])}, but {_lower_first(problem['msg'])}"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
