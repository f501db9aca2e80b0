"""One local stack: the AWS stand-in with a fault engine, and a backend: the reference backend, or that of a template."""

import functools
import importlib
import json
import os
import sys
import time
from collections import deque
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from manuel_stack.backend import Backend, StackSite
from manuel_stack.backend_log import BackendLog
from manuel_stack.clock import AdjustableClock
from manuel_stack.code_version import code_version
from manuel_stack.info import REGION, SECRET_ACCESS_KEY, StackInfo
from manuel_stack.model_files import read_models_fast
from manuel_stack.recordings import transcripts_of_the_recordings
from manuel_stack.reference_backend import ReferenceBackend
from manuel_stack.template_backend import TemplateBackend

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    import boto3
    import botocore.session

    from fault_engine import FaultEngine

STAGE = "local"
RETRY_QUOTA = 1_000_000
MOST_CONNECTIONS = 1000
MOST_HEADERS = 10_000


OF_TEMPLATES = (
    *("samtranslator.translator.translator", "samtranslator.parser.parser"),
    *("serverless_application.preparation", "serverless_application.running_application"),
    *("moto.events.models", "moto.logs.models", "moto.secretsmanager.models", "moto.ssm.models"),
)
"""Heavy modules that a template's application needs, and the reference backend does not."""


def warm_up(*, for_template: bool = False) -> None:
    """Import all that a stack needs, without starting a thread, so that a forked stack starts at once.

    Args:
        for_template: Whether the stacks will run the application of a template.
    """
    read_models_fast()
    for module in ("fault_engine", "manuel_stack.resources", *(OF_TEMPLATES if for_template else ())):
        importlib.import_module(module)
    importlib.import_module("aws_stand_in").warm_up()
    importlib.import_module("manuel_sandbox.warming").warm_up()
    _endpoint_resolver()
    code_version()


class LocalStack:
    """Two servers on loopback in this process."""

    def __init__(self, options: dict[str, Any], *, api_port: int = 0, aws_port: int = 0) -> None:
        """Prepare a stack.

        Args:
            options: `choices`, the reference backend's settings by their names in `variables/*.yaml`, or `template`, the options
                of a `TemplateBackend`; `log`, the file for standard error;
                `changes`, Python files whose `apply()` changes the backend; `clock_ahead`, by how many seconds its clock is
                ahead; `time_zone`, which must not make a difference.
            api_port: The gateway's port; 0 takes a free one.
            aws_port: The stand-in's port; 0 takes a free one.
        """
        self._options = options
        self._ports = (api_port, aws_port)
        self.clock = AdjustableClock()
        self.clock.advance(options.get("clock_ahead", 0.0))
        self._parts: list[Any] = []
        self._log = BackendLog()
        self._connections: deque[str] = deque(maxlen=MOST_CONNECTIONS)
        self._sent_headers: deque[str] = deque(maxlen=MOST_HEADERS)
        self.backend = _backend(options)

    @property
    def info(self) -> StackInfo:
        """Addresses and names, available once the stack has started."""
        return self._info

    def start(self) -> None:
        """Start both servers and create the backend's resources.

        Raises:
            PortUnavailableError: A port is in use.
            TemplateError: The template is wrong, or cannot run here.
        """
        read_models_fast()
        code_version()
        _redirect_stderr(self._options.get("log"))
        _enlarge_retry_quota()
        _set_time_zone(self._options.get("time_zone"))
        _apply_changes(self._options.get("changes", []))
        try:
            aws = self._start_aws()
            decided = self._start_backend(aws)
        except BaseException:
            self.stop()
            raise
        self._info = StackInfo.from_json(
            {
                "aws_endpoint_url": aws.url,
                "region": REGION,
                "account_id": self._account_id,
                "stage": STAGE,
                **decided,
            }
        )

    def stop(self) -> None:
        """Stop both servers, the backend first."""
        while self._parts:
            self._parts.pop().stop()

    def stop_processes(self) -> None:
        """Stop what would outlive this process."""
        self.backend.stop_processes()

    @functools.cached_property
    def _faults(self) -> "FaultEngine":
        """One engine for both sides of the backend: its clients' requests and its AWS calls."""
        from fault_engine import FaultEngine

        return FaultEngine()

    @property
    def _account_id(self) -> str:
        """Twelve digits that no other stack of this machine has at the same time."""
        return f"{os.getpid():012d}"

    def _start_aws(self) -> Any:
        from aws_stand_in import MockAwsServer
        from aws_stand_in.scripts import TranscriptScript

        mounts = {"/_stack/": self._control}
        aws = MockAwsServer(port=self._ports[1], engine=self._faults, mounts=mounts, clock=time.time)
        aws.stand_in.transcripts.add(
            TranscriptScript(**transcript) for transcript in transcripts_of_the_recordings()
        )
        aws.start()
        self._parts.append(aws)
        return aws

    def _start_backend(self, aws: Any) -> Mapping[str, Any]:
        site = StackSite(
            aws=aws,
            session=self._session(),
            account_id=self._account_id,
            stage=STAGE,
            clock=self.clock,
            faults=self._faults,
            log=self._log,
            connections=self._connections,
            sent_headers=self._sent_headers,
            api_port=self._ports[0],
        )
        self._parts.append(self.backend)
        return self.backend.start(site)

    def _session(self) -> "boto3.Session":
        import boto3

        return boto3.Session(
            self._account_id, SECRET_ACCESS_KEY, region_name=REGION, botocore_session=_core_session()
        )

    def _control(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Serve the paths of `docs/control-api.md` below `/_stack/`."""
        route = (environ["REQUEST_METHOD"], environ["PATH_INFO"])
        if route == ("GET", "/_stack/environment"):
            return _reply(start_response, HTTPStatus.OK, {**self.info.to_json(), "version": code_version()})
        if route == ("GET", "/_stack/log") and self._log.is_kept:
            return _reply(start_response, HTTPStatus.OK, {"lines": self._log.lines})
        if route == ("GET", "/_stack/connections") and self._log.is_kept:
            seen = {"addresses": list(self._connections), "headers": list(self._sent_headers)}
            return _reply(start_response, HTTPStatus.OK, seen)
        if route == ("POST", "/_stack/clock"):
            return self._advance_clock(environ, start_response)
        return _reply(start_response, HTTPStatus.NOT_FOUND, {"error": f"There is no {' '.join(route)}."})

    def _advance_clock(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        try:
            now = self.clock.advance(float(json.loads(body)["advance_seconds"]))
        except (ValueError, KeyError, TypeError) as error:
            problem = f'The body must be {{"advance_seconds": N}} with N of 0 or more: {error}'
            return _reply(start_response, HTTPStatus.BAD_REQUEST, {"error": problem})
        return _reply(start_response, HTTPStatus.OK, {"now": now})


def _backend(options: Mapping[str, Any]) -> Backend:
    if "template" in options:
        return TemplateBackend(options["template"])
    return ReferenceBackend(options.get("choices", {}))


def _core_session() -> "botocore.session.Session":
    """Return a session that shares what the backend, or an earlier session, has read already."""
    import botocore.session

    from manuel_sandbox.aws.clients import model_loader

    session = botocore.session.Session()
    session.register_component("data_loader", model_loader())
    session.register_component("endpoint_resolver", _endpoint_resolver())
    return session


@functools.cache
def _endpoint_resolver() -> Any:
    import botocore.session

    from manuel_sandbox.aws.clients import model_loader

    session = botocore.session.Session()
    session.register_component("data_loader", model_loader())
    return session.get_component("endpoint_resolver")


def _set_time_zone(time_zone: str | None) -> None:
    if time_zone is None:
        return
    os.environ["TZ"] = time_zone
    time.tzset()


def _apply_changes(paths: list[str]) -> None:
    """Change the backend, or what it is deployed on, before any of it is created."""
    from manuel_sandbox.defects import load_defect

    for path in paths:
        load_defect(Path(path))


def _enlarge_retry_quota() -> None:
    """Give the backend's AWS clients a retry quota that lasts.

    A botocore client that has seen about fifteen calls fail retries nothing until others have succeeded. On Lambda, functions
    are replaced all the time; a stack serves hundreds of tests that make calls fail, and no test may depend on earlier ones.
    """
    from botocore.retries import quota

    quota.RetryQuota = functools.partial(quota.RetryQuota, initial_capacity=RETRY_QUOTA)  # type: ignore[misc,assignment]


def _redirect_stderr(log: str | None) -> None:
    if log is None:
        return
    with Path(log).open("ab") as file:
        sys.stderr.flush()
        os.dup2(file.fileno(), sys.stderr.fileno())


def _reply(start_response: "StartResponse", status: HTTPStatus, body: dict[str, Any]) -> Iterable[bytes]:
    start_response(f"{status.value} {status.phrase}", [("Content-Type", "application/json")])
    return [json.dumps(body).encode()]
