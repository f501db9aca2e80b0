"""A local stack of this process, on which runs and failures of a framework meet."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from FailureSimulator.drivers import STAYING_VARIABLE
from manuel_stack.lease import StackLease, WarmParent
from ManuelEnvironment.settings import Settings
from ManuelEnvironment.stack_options import stack_options
from ManuelEnvironment.startup import ATTACH_API_VARIABLE, ATTACH_AWS_VARIABLE


class OwnStack:
    """A reference backend and an AWS stand-in, until `close`."""

    def __init__(self, settings: Settings) -> None:
        self._parent = WarmParent(os.getpid())
        self.lease = StackLease(self._parent, stack_options(settings, None))

    @property
    def variables(self) -> Mapping[str, str]:
        """The environment variables by which a run attaches to it, and leaves its failures alone."""
        info = self.lease.info
        return {
            ATTACH_API_VARIABLE: info.api_base_url,
            ATTACH_AWS_VARIABLE: info.aws_endpoint_url,
            STAYING_VARIABLE: "1",
        }

    @contextmanager
    def attached(self) -> Iterator[None]:
        """Let runs in this process attach to it."""
        before = {name: os.environ.get(name) for name in self.variables}
        os.environ.update(self.variables)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})

    def close(self) -> None:
        """End it."""
        self.lease.close()
        self._parent.stop()
