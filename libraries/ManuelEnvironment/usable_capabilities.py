"""Whether the capabilities that an environment lists can be used in fact: each is tried once, when a test needs it."""

import functools
import json
import urllib.request
from collections.abc import Callable
from typing import TYPE_CHECKING

from ManuelEnvironment.capabilities import Capability

if TYPE_CHECKING:
    from ManuelEnvironment.environment import Environment

_TIMEOUT = 5.0


@functools.cache
def why_unusable(environment: "Environment", capability: Capability) -> str | None:
    """Return why a capability can't be used, in one line; None if it can.

    What is not found out here, such as whose key the user pool signs with, the keyword finds that needs it.
    """
    if environment.settings.is_local:
        return None
    check = _CHECKS.get(capability)
    return check(environment) if check else None


def _inspection(environment: "Environment") -> str | None:
    from botocore.exceptions import BotoCoreError, ClientError

    table = environment.resource_name("usage_table")
    try:
        environment.aws_client("dynamodb").describe_table(TableName=table)
    except (BotoCoreError, ClientError) as error:
        where = environment.aws_endpoint_url or f"AWS in {environment.region}"
        return f"table {table} (usage_table) can't be described at {where}: {error}"
    return None


def _fault_injection(environment: "Environment") -> str | None:
    url = environment.fault_engine_url
    if url is None:
        has_templates = bool(environment.settings.fis_experiment_templates)
        return None if has_templates else "set fault_control_url or fis_experiment_templates"
    try:
        with urllib.request.urlopen(f"{url.rstrip('/')}/rules", timeout=_TIMEOUT) as response:  # noqa: S310 - the settings' URL
            json.load(response)["rules"]
    except (OSError, ValueError, KeyError) as error:
        return f"no fault engine responds at {url} (fault_control_url): {error}"
    return None


def _time_control(_environment: "Environment") -> str | None:
    return "only the clock of a local stack can be set"


def _email_codes(environment: "Environment") -> str | None:
    is_shown = environment.stand_in_url is not None
    return None if is_shown else "only an AWS stand-in shows the codes that user pools have sent"


def _backend_log(_environment: "Environment") -> str | None:
    return "only the log of a local stack can be read"


def _second_pool(environment: "Environment") -> str | None:
    settings = environment.settings
    has_second = settings.second_pool_id and settings.second_pool_client_id
    return None if has_second else "set second_pool_id and second_pool_client_id"


def _configured_user(setting: str) -> Callable[["Environment"], str | None]:
    def check(environment: "Environment") -> str | None:
        settings = environment.settings
        is_there = settings.users == "disposable" or getattr(settings, setting)
        return None if is_there else f"set {setting}, or `users: disposable`"

    return check


_CHECKS: dict[Capability, Callable[["Environment"], str | None]] = {
    Capability.AWS_INSPECTION: _inspection,
    Capability.FAULT_INJECTION: _fault_injection,
    Capability.TIME_CONTROL: _time_control,
    Capability.EMAIL_CODES: _email_codes,
    Capability.BACKEND_LOG: _backend_log,
    Capability.SECOND_POOL: _second_pool,
    Capability.SECOND_USER: _configured_user("second_user_email"),
    Capability.ADMIN_USER: _configured_user("admin_user_email"),
}
