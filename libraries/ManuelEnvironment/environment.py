"""The environment that the tests run in: its addresses, its resources, and clients of its AWS."""

import functools
import json
import os
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from manuel_stack.info import SECRET_ACCESS_KEY, StackInfo
from manuel_stack.lease import StackLease
from manuel_stack.resource_names import CONTRACT_NAMES
from ManuelEnvironment.capabilities import OF_ONE_PROCESS, Capability
from ManuelEnvironment.configuration import CONTRACT, PASSWORD_VARIABLE
from ManuelEnvironment.errors import BlockedError, ConfigurationError
from ManuelEnvironment.http_debugging import is_this_machine_or_aws, turn_off_http_debugging
from ManuelEnvironment.local_addresses import api_proxy, require_loopback
from ManuelEnvironment.resource_names import resource_name
from ManuelEnvironment.stand_in import FAULT_CONTROL_PATH, is_stand_in, mark_as_look_ups
from request_gate.effects import ApiEffects
from request_gate.gate import RequestGate
from request_gate.hosts import host_of, is_loopback
from request_gate.rules import GateRules
from secret_masking.aws_calls import register_secrets_of_aws_calls

if TYPE_CHECKING:
    from robot.api.types import Secret

    from ManuelEnvironment.settings import Settings

CONTROL_TIMEOUT = 30.0


class Environment:
    """Where the tests run: settings, capabilities, addresses, and AWS clients."""

    def __init__(
        self, settings: "Settings", stack: StackInfo | StackLease | None, password: "Secret | None"
    ) -> None:
        self.settings = settings
        self._stack = stack
        self._password = password
        self.clock_advanced = timedelta()
        """By how much this process has set the backend's clock forward."""

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

    def require_api(self) -> None:
        """Require an API to send requests to, which an application of a template need not have.

        Raises:
            BlockedError: There is none.
        """
        if self.stack and not self.stack.api_base_url:
            raise BlockedError("api_base_url", "the template has no API that requests could be sent to")

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
        of_the_stand_in = (
            f"{self.stand_in_url.rstrip('/')}{FAULT_CONTROL_PATH}" if self.stand_in_url else None
        )
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
        """Return whether the environment has this capability; functions of a template have logs of their own."""
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

    def is_our_host(self, host: str) -> bool:
        """Return whether a host is this machine, AWS, or that of the tested API."""
        return is_this_machine_or_aws(host) or host == host_of(self.settings.api_base_url or "")

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
        machine is given the `aws_account_id` as access key, if it is set. It waits `timeout_seconds` for a response.

        Args:
            service: The service by its boto3 name, such as `dynamodb`.
            options: Additional arguments of `boto3.client`, such as a `config` with a timeout of its own.
        """
        if options:
            return self._new_client(service, options)
        return self._cached_client(service)

    @functools.cache  # noqa: B019 - lives as long as the process
    def _cached_client(self, service: str) -> Any:
        return self._new_client(service, {})

    def _new_client(self, service: str, options: dict[str, Any]) -> Any:
        import boto3
        from botocore.config import Config

        from manuel_stack.model_files import read_models_fast

        read_models_fast()
        register_secrets_of_aws_calls()
        turn_off_http_debugging(self.is_our_host)
        make: Callable[..., Any] = boto3.client
        seconds = self.settings.timeout_seconds
        options = {"config": Config(connect_timeout=seconds, read_timeout=seconds), **options}
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
        self.clock_advanced += duration

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


def _has_one_user(settings: "Settings") -> bool:
    """Return whether all tests are one user of a backend that is not this project's."""
    is_kept = settings.users == "configured" and settings.test_user_email is not None
    return is_kept and not settings.is_local
