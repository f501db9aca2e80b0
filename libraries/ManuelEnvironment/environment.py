"""The environment that this process tests, which is started or attached to once."""

import dataclasses
import functools
import json
import logging
import os
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from manuel_stack.attachment import Attachment
from manuel_stack.code_version import code_version
from manuel_stack.errors import StackError, StackInUseError
from manuel_stack.info import SECRET_ACCESS_KEY, StackInfo
from manuel_stack.isolation import isolate
from manuel_stack.lease import StackLease, WarmParent
from manuel_stack.profiling import PROFILE_VARIABLE
from manuel_stack.resource_names import CONTRACT_NAMES
from manuel_stack.run_leader import run_leader
from ManuelEnvironment.api_identity import require_api_of
from ManuelEnvironment.capabilities import OF_ONE_PROCESS, Capability
from ManuelEnvironment.configuration import PASSWORD_VARIABLE, REPOSITORY
from ManuelEnvironment.errors import BlockedError, ConfigurationError, EnvironmentUnreachableError, shown
from ManuelEnvironment.http_debugging import turn_off_http_debugging
from ManuelEnvironment.reachability import REACH_TIMEOUT, require_reachable
from ManuelEnvironment.resource_names import resource_name
from ManuelEnvironment.stand_in import is_stand_in, mark_as_look_ups, say_what_recordings_say
from request_gate.effects import ApiEffects
from request_gate.gate import RequestGate
from request_gate.hooks import guard_botocore, guard_requests
from request_gate.hosts import host_of, is_loopback
from request_gate.rules import GateRules
from secret_masking.aws_calls import register_secrets_of_aws_calls

if TYPE_CHECKING:
    from robot.api.types import Secret

    from ManuelEnvironment.settings import Settings

logger = logging.getLogger(__name__)

ATTACH_API_VARIABLE = "API_BASE_URL"
ATTACH_AWS_VARIABLE = "AWS_ENDPOINT_URL"
API_PROXY_VARIABLE = "MANUEL_API_PROXY"
AWS_DOMAINS = (".amazonaws.com", ".amazonaws.com.cn")
CONTROL_TIMEOUT = 5.0
CONTRACT = REPOSITORY / "resources" / "contract" / "openapi.yaml"


class Environment:
    """Where the tests run: settings, capabilities, addresses, and AWS clients."""

    def __init__(
        self, settings: "Settings", stack: StackInfo | StackLease | None, password: "Secret | None"
    ) -> None:
        self.settings = settings
        self._stack = stack
        self._password = password

    @property
    def stack(self) -> StackInfo | None:
        """The local stack, as soon as it is ready; None in a deployed environment.

        Raises:
            StackError: The stack could not be started.
        """
        return self._stack.info if isinstance(self._stack, StackLease) else self._stack

    def await_stack(self) -> None:
        """Wait until the local stack is ready; do nothing in a deployed environment.

        Raises:
            StackError: The stack could not be started.
        """
        _ = self.stack

    @property
    def api_base_url(self) -> str:
        """The API's URL with its base path, without a trailing slash."""
        base = self.stack.api_base_url if self.stack else api_proxy() or self.settings.api_base_url
        return f"{base}".rstrip("/") + self.settings.base_path

    @property
    def aws_endpoint_url(self) -> str | None:
        """The URL of AWS; None for AWS itself."""
        return self.stack.aws_endpoint_url if self.stack else self.settings.aws_endpoint_url

    @functools.cached_property
    def stand_in_url(self) -> str | None:
        """The URL of the AWS stand-in, which has a journal and scripts; None if AWS is anything else."""
        url = self.aws_endpoint_url
        return url if self.stack or (url and is_stand_in(url)) else None

    @property
    def fault_engine_url(self) -> str | None:
        """The URL that controls the fault engine between the backend and AWS, by default the stand-in's; None without one."""
        of_the_stand_in = f"{self.stand_in_url.rstrip('/')}/_faults" if self.stand_in_url else None
        return self.settings.fault_control_url or of_the_stand_in

    @property
    def region(self) -> str:
        """The AWS region."""
        return self.stack.region if self.stack else self.settings.region

    @property
    def account_id(self) -> str | None:
        """The AWS account, if it is known."""
        return self.stack.account_id if self.stack else self.settings.aws_account_id

    @property
    def user_pool_id(self) -> str:
        """The Cognito user pool with which users sign in."""
        return self._of_stack("user_pool_id") if self.stack else self._deployed("user_pool_id")

    @property
    def user_pool_client_id(self) -> str:
        """The app client of the user pool."""
        name = "user_pool_client_id"
        return self._of_stack(name) if self.stack else self._deployed(name)

    def resource_name(self, kind: str) -> str:
        """Return the name, URL or ARN of a table, bucket, queue or topic.

        Args:
            kind: Which one: a setting such as `usage_table` or `error_queue`.

        Raises:
            BlockedError: It is not known.
        """
        if self.stack is None:
            return resource_name(self.settings, kind)
        return self._known(kind, self.stack.resource_name(kind))

    def deployed_name(self, kind: str, name: str) -> str:
        """Return the deployed name of a resource.

        Args:
            kind: The kind of resource: `table`, `bucket`, `queue` or `topic`.
            name: The logical id of a resource in the stack's template, its role in Manuel (`error-tracking`), or its deployed
                name, which is returned unchanged.

        Raises:
            BlockedError: It has this role, and its name is not known.
        """
        if self.stack is not None and name in self.stack.resources:
            return self.stack.resources[name]
        role = f"{name.replace('-', '_')}_{kind}"
        return self.resource_name(role) if role in CONTRACT_NAMES else name

    @property
    def password(self) -> "Secret":
        """The password of the configured test users.

        Raises:
            ConfigurationError: The password is not set.
        """
        if self._password is None:
            raise ConfigurationError(
                f"environment {self.settings.environment}: the test user's password is missing: set {PASSWORD_VARIABLE}"
            )
        return self._password

    def offers(self, capability: Capability | str) -> bool:
        """Return whether the environment has this capability; functions of a template have a clock and logs of their own."""
        if self.settings.template is not None and capability in OF_ONE_PROCESS:
            return False
        return Capability(capability) in self.settings.capabilities

    @functools.cached_property
    def request_gate(self) -> RequestGate:
        """The gate that the requests of this process pass."""
        settings = self.settings
        rules = GateRules(
            environment=settings.environment,
            api_url=f"{settings.api_base_url or ''}".rstrip("/") + settings.base_path,
            api_proxy=None if settings.is_local else api_proxy(),
            capabilities=settings.capabilities,
            allowed_hosts=settings.allowed_hosts,
            requests_per_minute=settings.requests_per_minute,
            has_one_user=_has_one_user(settings),
        )
        return RequestGate(rules, ApiEffects(CONTRACT))

    def resource_id(self, kind: str) -> str:
        """Return the `knowledge_base_id` or `data_source_id`.

        Raises:
            BlockedError: The settings have none.
        """
        known: str | None = getattr(self.stack or self.settings, kind)
        if known is None and self.stack is None:
            raise BlockedError(kind, f"set it in the settings of {self.settings.environment}")
        return self._known(kind, known)

    def aws_client(self, service: str, **options: Any) -> Any:
        """Return a boto3 client for this environment's AWS, created once per service.

        In `local` its endpoint is that of the stand-in, and is checked to be on this machine before the first call; elsewhere
        it is `aws_endpoint_url` or AWS itself, with the credentials of boto3's default chain. An `aws_endpoint_url` on this
        machine is given the `aws_account_id` as access key, if it is set.

        Args:
            service: The service by its boto3 name, such as `dynamodb`.
            options: Additional arguments of `boto3.client`.
        """
        if options:
            return self._new_client(service, options)
        return self._cached_client(service)

    @functools.cache  # noqa: B019 - lives as long as the process
    def _cached_client(self, service: str) -> Any:
        return self._new_client(service, {})

    def _new_client(self, service: str, options: dict[str, Any]) -> Any:
        import boto3

        from manuel_stack.model_files import read_models_fast

        read_models_fast()
        register_secrets_of_aws_calls()
        turn_off_http_debugging(is_our_host)
        make: Callable[..., Any] = boto3.client
        if self.stack is None:
            return self._deployed_client(service, options)
        arguments = {
            "region_name": self.stack.region,
            "endpoint_url": require_loopback(self.stack.aws_endpoint_url),
            "aws_access_key_id": self.stack.account_id,
            "aws_secret_access_key": SECRET_ACCESS_KEY,
            **options,
        }
        return make(service, **arguments)

    def _deployed_client(self, service: str, options: dict[str, Any]) -> Any:
        import boto3

        make: Callable[..., Any] = boto3.client
        if self.aws_endpoint_url is None:
            return make(service, region_name=self.region, **options)
        client = make(
            service,
            **{
                "region_name": self.region,
                "endpoint_url": self.aws_endpoint_url,
                **self._account_as_credentials(),
                **options,
            },
        )
        mark_as_look_ups(client.meta.events)
        return client

    def _account_as_credentials(self) -> dict[str, str]:
        """Return the account as the access key, as stand-ins on this machine read it; nothing elsewhere."""
        if self.account_id is None or not is_loopback(host_of(self.aws_endpoint_url or "")):
            return {}
        return {"aws_access_key_id": self.account_id, "aws_secret_access_key": SECRET_ACCESS_KEY}

    def advance_clock(self, duration: timedelta) -> None:
        """Set the backend's clock forward.

        Raises:
            ConfigurationError: The clock of this environment cannot be set.
            ValueError: The duration is negative.
        """
        if self.stack is None or not self.offers(Capability.TIME_CONTROL):
            raise ConfigurationError(f"environment {self.settings.environment} does not offer time-control")
        if duration < timedelta():
            raise ValueError(
                f"Expected a time to set the clock forward by, 0 s or more. Got {duration.total_seconds():g} s."
            )
        request = urllib.request.Request(  # noqa: S310 - the local stack's own address
            f"{self.stack.aws_endpoint_url}/_stack/clock",
            data=json.dumps({"advance_seconds": duration.total_seconds()}).encode(),
            headers={"Content-Type": "application/json"},
        )
        urllib.request.urlopen(request, timeout=CONTROL_TIMEOUT).close()  # noqa: S310

    def _of_stack(self, name: str) -> str:
        return self._known(name, getattr(self.stack, name))

    def _known(self, name: str, value: str | None) -> str:
        if value is None:
            raise BlockedError(
                name, f"say which output or resource of the template it is: template_names: {{{name}: …}}"
            )
        return value

    def _deployed(self, name: str) -> str:
        value = getattr(self.settings, name) or os.environ.get(f"MANUEL_{name.upper()}")
        if not value:
            raise ConfigurationError(
                f"environment {self.settings.environment}: {name} is missing: "
                f"give it in the variable file or in MANUEL_{name.upper()}"
            )
        return str(value)


class _Holder:
    """What this process has started so far."""

    environment: Environment | None = None
    failure: Exception | None = None
    parent: WarmParent | None = None
    lease: StackLease | None = None
    attachment: Attachment | None = None


def current_environment() -> Environment:
    """Return the environment of this process; the first call starts it or attaches to it.

    If that fails, further calls raise the same error immediately, so that a dead environment fails every test within seconds.

    Raises:
        ConfigurationError: A setting is missing or invalid.
        EnvironmentUnreachableError: Nothing responds at the API's address.
        StackError: The local stack could not be started, or another worker is attached to it.
    """
    if _Holder.failure is not None:
        raise _Holder.failure.with_traceback(None)
    if _Holder.environment is None:
        try:
            _Holder.environment = _start()
        except Exception as failure:
            _Holder.failure = failure
            _guard_all_requests()
            raise
    return _Holder.environment


def running_environment() -> Environment | None:
    """Return the environment if it has been started already."""
    return _Holder.environment


def request_gate() -> RequestGate:
    """Return the gate of the running environment; without one it lets nothing but reads pass to deployed hosts."""
    environment = running_environment()
    return environment.request_gate if environment else RequestGate(GateRules(), ApiEffects(CONTRACT))


def guard_http_sessions() -> None:
    """Have every request of the library `requests` in this process pass the gate, and none to our hosts be printed."""
    turn_off_http_debugging(is_our_host)
    guard_requests(request_gate)


def is_our_host(host: str) -> bool:
    """Return whether a host is this machine, AWS, or that of the tested API."""
    environment = running_environment()
    api = host_of(environment.settings.api_base_url or "") if environment else ""
    return is_loopback(host) or host.endswith(AWS_DOMAINS) or host == api


def api_proxy() -> str | None:
    """Return the proxy that stands for the API of a deployed environment, from `MANUEL_API_PROXY`.

    Raises:
        ConfigurationError: It is not on this machine.
    """
    url = os.environ.get(API_PROXY_VARIABLE)
    return require_proxy_on_this_machine(url) if url else None


def require_proxy_on_this_machine(url: str) -> str:
    """Return the URL of a proxy for the API, which must be on this machine.

    Raises:
        ConfigurationError: It is not: another API needs a settings file of its own.
    """
    if not is_loopback(host_of(url)):
        raise ConfigurationError(
            f"{url}: a proxy for the API must be on this machine; another API needs a settings file of its own"
        )
    return url.rstrip("/")


def stop_environment() -> None:
    """Stop what this process has started, and wait until it has ended; do nothing if it has ended already."""
    lease, parent, attachment = _Holder.lease, _Holder.parent, _Holder.attachment
    _Holder.lease = _Holder.parent = _Holder.attachment = _Holder.environment = None
    try:
        if attachment is not None:
            attachment.close()
        if lease is not None:
            lease.close()
    finally:
        if parent is not None and parent.leader == os.getpid():
            parent.stop()


def require_loopback(url: str) -> str:
    """Return the URL, which must be on this machine.

    Raises:
        ConfigurationError: It is not; `local` never connects to AWS itself.
    """
    host = host_of(url)
    if not is_loopback(host):
        raise ConfigurationError(f"{url}: the local environment connects to this machine only, not to {host}")
    return url


def _start() -> Environment:
    from ManuelEnvironment.robot_variables import read_settings

    settings, password = read_settings()
    if not settings.is_local:
        _guard_all_requests()
        require_reachable(settings, api_proxy() or f"{settings.api_base_url}")
        environment = Environment(settings, None, password)
        require_api_of(settings, environment.api_base_url)
        _attach_to_engine(environment)
        if environment.stand_in_url is not None:
            say_what_recordings_say(environment.stand_in_url)
        return environment
    isolate(os.environ)
    stack = _attach() if ATTACH_API_VARIABLE in os.environ else _lease(settings)
    return Environment(settings, stack, password)


def _has_one_user(settings: "Settings") -> bool:
    """Return whether all tests are one user of a backend that is not this project's."""
    is_kept = settings.users == "configured" and settings.test_user_email is not None
    return is_kept and not settings.is_local


def _guard_all_requests() -> None:
    guard_http_sessions()
    guard_botocore(request_gate)


def _lease(settings: "Settings") -> StackLease:
    from ManuelEnvironment.robot_run import is_under_pabot, output_directory

    leader = run_leader(is_under_pabot())
    _Holder.parent = WarmParent(leader, for_template=settings.template is not None)
    _Holder.lease = StackLease(_Holder.parent, stack_options(settings, output_directory()))
    return _Holder.lease


def stack_options(settings: "Settings", output: Path | None) -> dict[str, Any]:
    """Return the options of a stack: its template or the choices of the reference backend, and where log and profile go."""
    log = {
        "log": str(output / "stack.log") if output else os.devnull,
        "profile": os.environ.get(PROFILE_VARIABLE),
    }
    if settings.template is None:
        return {"choices": settings.model_dump(mode="json", include=set(BACKEND_CHOICES)), **log}
    template = {
        "path": settings.template,
        "parameters": settings.template_parameters,
        "names": settings.template_names,
        "sites": {host: str(Path(folder).resolve()) for host, folder in settings.template_sites.items()},
        "python": settings.template_python,
        "limits_memory": settings.template_limits_memory,
    }
    return {"template": template, **log}


BACKEND_CHOICES = (
    "token_kind",
    "injection_policy",
    "rate_limit_requests",
    "address_rate_limit_requests",
    "rate_limit_window_seconds",
    "daily_quota",
    "monthly_quota",
    "question_length",
    "body_limit_mb",
    "breaker_failures",
    "breaker_reset_seconds",
    "cache_hits_charged",
    "allowed_origins",
)


def _attach() -> StackInfo:
    """Return the running stack with the given API, which may be a proxy for the stack's own API, or replace it."""
    endpoint = os.environ.get(ATTACH_AWS_VARIABLE)
    if not endpoint:
        raise ConfigurationError(
            f"{ATTACH_API_VARIABLE} is set but {ATTACH_AWS_VARIABLE} is not: set both as `make sandbox` prints them, or unset it"
        )
    url = f"{require_loopback(endpoint)}/_stack/environment"
    try:
        with urllib.request.urlopen(url, timeout=REACH_TIMEOUT) as reply:  # noqa: S310 - loopback, checked above
            answer = json.load(reply)
    except (OSError, ValueError) as error:
        raise EnvironmentUnreachableError(
            f"no local stack answers at {url} ({error}): start one with `make sandbox`, or unset {ATTACH_API_VARIABLE}"
        ) from None
    if answer.get("version") != code_version():
        raise EnvironmentUnreachableError(
            f"the stack at {endpoint} runs version {shown(answer.get('version'))}, and these tests are of {code_version()!r}: "
            "end it, and start another one with `make sandbox`"
        )
    info = StackInfo.from_json(answer)
    _Holder.attachment = Attachment(f"{endpoint}/_faults")
    return dataclasses.replace(info, api_base_url=require_loopback(os.environ[ATTACH_API_VARIABLE]))


def _attach_to_engine(environment: Environment) -> None:
    """Be the only worker that uses the fault engine of a stack that is not ours.

    Raises:
        StackInUseError: Another worker uses it.
    """
    if environment.fault_engine_url is None:
        return
    try:
        _Holder.attachment = Attachment(environment.fault_engine_url)
    except StackInUseError:
        raise
    except StackError as error:
        logger.info("%s; tests that need fault-injection are blocked", error)
