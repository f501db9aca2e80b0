"""The start and the end of the environment of this process, which is started or attached to once."""

import dataclasses
import json
import logging
import os
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

from manuel_stack.attachment import Attachment
from manuel_stack.code_version import code_version
from manuel_stack.errors import StackError, StackInUseError
from manuel_stack.info import StackInfo
from manuel_stack.isolation import isolate
from manuel_stack.lease import StackLease, WarmParent
from manuel_stack.run_leader import run_leader
from ManuelEnvironment.api_identity import require_api_of
from ManuelEnvironment.environment import Environment
from ManuelEnvironment.errors import ConfigurationError, EnvironmentUnreachableError, shown
from ManuelEnvironment.local_addresses import api_proxy, require_loopback
from ManuelEnvironment.process_state import ProcessState
from ManuelEnvironment.reachability import REACH_TIMEOUT, require_reachable
from ManuelEnvironment.request_guards import guard_all_requests
from ManuelEnvironment.stack_options import stack_options
from ManuelEnvironment.stand_in import FAULT_CONTROL_PATH, upload_transcripts

if TYPE_CHECKING:
    from robot.api.types import Secret

    from ManuelEnvironment.settings import Settings

logger = logging.getLogger(__name__)

ATTACH_API_VARIABLE = "API_BASE_URL"
ATTACH_AWS_VARIABLE = "AWS_ENDPOINT_URL"


def current_environment() -> Environment:
    """Return the environment of this process; the first call starts it or attaches to it.

    If that fails, further calls raise the same error immediately, so that a dead environment fails every test within seconds.

    Raises:
        ConfigurationError: A setting is missing or invalid.
        EnvironmentUnreachableError: Nothing responds at the API's address.
        StackError: The local stack could not be started, or another worker is attached to it.
    """
    if ProcessState.failure is not None:
        raise ProcessState.failure.with_traceback(None)
    if ProcessState.environment is None:
        try:
            ProcessState.environment = _start()
        except Exception as failure:
            ProcessState.failure = failure
            guard_all_requests()
            raise
    return ProcessState.environment


def stop_environment() -> None:
    """Stop what this process has started, and wait until it has ended; do nothing if it has ended already."""
    lease, parent, attachment = ProcessState.lease, ProcessState.parent, ProcessState.attachment
    ProcessState.lease = ProcessState.parent = ProcessState.attachment = ProcessState.environment = None
    try:
        if attachment is not None:
            attachment.close()
        if lease is not None:
            lease.close()
    finally:
        if parent is not None and parent.leader == os.getpid():
            parent.stop()


def _start() -> Environment:
    from ManuelEnvironment.robot_variables import read_settings

    settings, password = read_settings()
    return _start_local(settings, password) if settings.is_local else _reach(settings, password)


def _start_local(settings: "Settings", password: "Secret | None") -> Environment:
    isolate(os.environ)
    stack = _attach() if ATTACH_API_VARIABLE in os.environ else _lease(settings)
    return Environment(settings, stack, password)


def _reach(settings: "Settings", password: "Secret | None") -> Environment:
    guard_all_requests()
    require_reachable(settings, api_proxy() or f"{settings.api_base_url}")
    environment = Environment(settings, None, password)
    require_api_of(settings, environment.api_base_url)
    _attach_to_engine(environment)
    if environment.stand_in_url is not None:
        upload_transcripts(environment.stand_in_url)
    return environment


def _lease(settings: "Settings") -> StackLease:
    from ManuelEnvironment.robot_run import is_under_pabot, output_directory

    leader = run_leader(is_under_pabot())
    ProcessState.parent = WarmParent(leader, for_template=settings.template is not None)
    ProcessState.lease = StackLease(ProcessState.parent, stack_options(settings, output_directory()))
    return ProcessState.lease


def _attach() -> StackInfo:
    """Return the running stack with the given API, which may be a proxy for the stack's own API, or replace it."""
    endpoint = os.environ.get(ATTACH_AWS_VARIABLE)
    if not endpoint:
        raise ConfigurationError(
            f"{ATTACH_API_VARIABLE} is set but {ATTACH_AWS_VARIABLE} is not: set both as `make sandbox` prints them, or unset it"
        )
    url = f"{require_loopback(endpoint)}/_stack/environment"
    try:
        with urllib.request.urlopen(url, timeout=REACH_TIMEOUT) as response:  # noqa: S310 - loopback, checked above
            answer = json.load(response)
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
    ProcessState.attachment = Attachment(f"{endpoint}{FAULT_CONTROL_PATH}")
    api = os.environ[ATTACH_API_VARIABLE]  # empty if the stack's application has no API
    return dataclasses.replace(info, api_base_url=require_loopback(api) if api else info.api_base_url)


def _attach_to_engine(environment: Environment) -> None:
    """Lock the fault engine of an external stack for this worker.

    Raises:
        StackInUseError: Another worker uses it.
    """
    if environment.fault_engine_url is None:
        return
    try:
        ProcessState.attachment = Attachment(environment.fault_engine_url)
    except StackInUseError:
        raise
    except StackError as error:
        logger.info("%s; tests that need fault-injection are blocked", error)
