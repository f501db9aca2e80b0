"""Where tests run: a stack of their own, or a deployed environment."""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from manuel_stack.info import StackInfo
from manuel_stack.lease import StackLease, WarmParent
from ManuelEnvironment.configuration import LOCAL, VARIABLES, read_environment
from ManuelEnvironment.local_addresses import API_PROXY_VARIABLE
from ManuelEnvironment.settings import validate
from ManuelEnvironment.stack_options import stack_options
from ManuelEnvironment.startup import ATTACH_API_VARIABLE, ATTACH_AWS_VARIABLE

RobotOptions = dict[str, Any]


class RunningTarget(Protocol):
    """An environment that tests can use."""

    @property
    def api_url(self) -> str:
        """The URL of its API."""

    def robot_options(self, api_url: str) -> RobotOptions:
        """Let this process use this URL for the API, and return the options that Robot Framework needs for it."""


class TestTarget(Protocol):
    """An environment that can be started."""

    def start(self, parent: WarmParent, directory: Path) -> AbstractContextManager[RunningTarget]:
        """Start the environment, if necessary, for the duration of the `with` block.

        Args:
            parent: The process that forks stacks.
            directory: The folder for logs.
        """


@dataclass(frozen=True)
class RunningStack:
    """A running stack.

    Attributes:
        info: Its addresses.
        settings: Settings of the suites that differ from those of `local`.
    """

    info: StackInfo
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def api_url(self) -> str:
        """The URL of the stack's gateway."""
        return self.info.api_base_url

    def robot_options(self, api_url: str) -> RobotOptions:
        """Attach to the stack, with this API in place of the stack's own."""
        os.environ.update({ATTACH_API_VARIABLE: api_url, ATTACH_AWS_VARIABLE: self.info.aws_endpoint_url})
        return {"variable": [f"{name}:{_as_text(value)}" for name, value in self.settings.items()]}


@dataclass(frozen=True)
class FreshStack:
    """A new local stack for one run.

    Attributes:
        options: Options of the stack besides its choices, such as `changes`.
        choices: Settings of backend and suites that differ from those of `local`.
        suite_settings: Settings of the suites alone that differ from those of `local`.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Any] = field(default_factory=dict)
    suite_settings: Mapping[str, Any] = field(default_factory=dict)

    @contextmanager
    def start(self, parent: WarmParent, directory: Path) -> Iterator[RunningTarget]:
        """Lease a stack."""
        settings = validate({**read_environment(LOCAL), **self.choices}, source=f"{LOCAL} with its choices")
        with StackLease(parent, {**stack_options(settings, directory), **self.options}) as lease:
            yield RunningStack(lease.info, {**self.choices, **self.suite_settings})


@dataclass(frozen=True)
class DeployedEnvironment:
    """An environment of `variables/` other than `local`.

    Attributes:
        name: Its name, such as `dev`.
        api_url: The URL of its API.
    """

    name: str
    api_url: str

    @contextmanager
    def start(self, parent: WarmParent, directory: Path) -> Iterator[RunningTarget]:  # noqa: ARG002 - nothing to start
        """Return the environment, which is running already."""
        yield self

    def robot_options(self, api_url: str) -> RobotOptions:
        """Reach the API through a proxy on this machine, and return the environment's variable file."""
        os.environ[API_PROXY_VARIABLE] = api_url
        return {"variablefile": [str(VARIABLES / f"{self.name}.yaml")]}


def _as_text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
