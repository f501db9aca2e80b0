"""One local stack: the AWS stand-in with a fault engine, and a backend: the reference backend, or that of a template."""

import functools
import importlib
import os
import time
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from manuel_stack.aws_session import endpoint_resolver, stack_session
from manuel_stack.backend import Backend, StackSite
from manuel_stack.backend_log import BackendLog
from manuel_stack.clock import AdjustableClock
from manuel_stack.code_version import code_version
from manuel_stack.control import PREFIX, StackControl
from manuel_stack.info import REGION, StackInfo
from manuel_stack.model_files import read_models_fast
from manuel_stack.process_setup import set_up_process
from manuel_stack.recordings import transcripts_of_the_recordings
from manuel_stack.reference_backend import ReferenceBackend
from manuel_stack.template_backend import TemplateBackend

if TYPE_CHECKING:
    from fault_engine import FaultEngine

STAGE = "local"
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
    endpoint_resolver()
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
        set_up_process(self._options)
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

        mounts = {PREFIX: self._control()}
        aws = MockAwsServer(port=self._ports[1], engine=self._faults, mounts=mounts, clock=time.time)
        aws.stand_in.transcripts.add(
            TranscriptScript(**transcript) for transcript in transcripts_of_the_recordings()
        )
        aws.start()
        self._parts.append(aws)
        return aws

    def _control(self) -> StackControl:
        return StackControl(
            describe=lambda: {**self.info.to_json(), "version": code_version()},
            log=self._log,
            connections=self._connections,
            sent_headers=self._sent_headers,
            clock=self.clock,
            reset_usage=self.backend.reset_usage,
        )

    def _start_backend(self, aws: Any) -> Mapping[str, Any]:
        site = StackSite(
            aws=aws,
            session=stack_session(self._account_id),
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


def _backend(options: Mapping[str, Any]) -> Backend:
    if "template" in options:
        return TemplateBackend(options["template"])
    return ReferenceBackend(options.get("choices", {}))
