"""Where tests run: on a stack of their own, or on a deployed environment."""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from manuel_stack.info import StackInfo
from manuel_stack.lease import StackLease, WarmParent
from ManuelEnvironment.configuration import LOCAL, VARIABLES, read_environment
from ManuelEnvironment.environment import ATTACH_API_VARIABLE, ATTACH_AWS_VARIABLE, stack_options
from ManuelEnvironment.settings import validate

RobotOptions = dict[str, Any]


class RunningTarget(Protocol):
    """An environment that is up."""

    @property
    def api_url(self) -> str:
        """Where its API is."""

    def robot_options(self, api_url: str) -> RobotOptions:
        """Let this process use that URL for the API, and say which options Robot Framework needs for it."""


class TestTarget(Protocol):
    """Where tests can be run."""

    def start(self, parent: WarmParent, directory: Path) -> AbstractContextManager[RunningTarget]:
        """Bring it up, if that is needed, for as long as the block lasts.

        Args:
            parent: Forks stacks.
            directory: Where logs go.
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
        """The stack's gateway."""
        return self.info.api_base_url

    def robot_options(self, api_url: str) -> RobotOptions:
        """Attach to the stack, with that API in the place of its own."""
        os.environ.update({ATTACH_API_VARIABLE: api_url, ATTACH_AWS_VARIABLE: self.info.aws_endpoint_url})
        return {"variable": [f"{name}:{_as_text(value)}" for name, value in self.settings.items()]}


@dataclass(frozen=True)
class FreshStack:
    """A stack for this once.

    Attributes:
        options: Options of the stack beside its choices, such as `changes`.
        choices: Settings that differ from those of `local`, for the backend and the suites.
        suite_settings: Settings that differ for the suites alone.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Any] = field(default_factory=dict)
    suite_settings: Mapping[str, Any] = field(default_factory=dict)

    @contextmanager
    def start(self, parent: WarmParent, directory: Path) -> Iterator[RunningTarget]:
        """Lease it."""
        settings = validate({**read_environment(LOCAL), **self.choices}, source=f"{LOCAL} with its choices")
        with StackLease(parent, {**stack_options(settings, directory), **self.options}) as lease:
            yield RunningStack(lease.info, {**self.choices, **self.suite_settings})


@dataclass(frozen=True)
class DeployedEnvironment:
    """An environment of `variables/` that is not `local`.

    Attributes:
        name: Its name, as `dev`.
        api_url: Its API.
    """

    name: str
    api_url: str

    @contextmanager
    def start(self, parent: WarmParent, directory: Path) -> Iterator[RunningTarget]:  # noqa: ARG002 - it is up already
        """Nothing to do."""
        yield self

    def robot_options(self, api_url: str) -> RobotOptions:
        """Its variable file, with another URL."""
        return {
            "variablefile": [str(VARIABLES / f"{self.name}.yaml")],
            "variable": [f"api_base_url:{api_url}"],
        }


def _as_text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
