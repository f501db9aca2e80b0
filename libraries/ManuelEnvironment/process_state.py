"""What this process has started so far."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from manuel_stack.attachment import Attachment
    from manuel_stack.lease import StackLease, WarmParent
    from ManuelEnvironment.environment import Environment


class ProcessState:
    """The environment of this process, why it could not be started, and what has to be ended with it."""

    environment: "Environment | None" = None
    failure: Exception | None = None
    parent: "WarmParent | None" = None
    lease: "StackLease | None" = None
    attachment: "Attachment | None" = None


def running_environment() -> "Environment | None":
    """Return the environment if it has been started already."""
    return ProcessState.environment
