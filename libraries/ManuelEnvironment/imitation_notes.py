"""What is not imitated of the application under test, told once a run: in the log and on the console."""

from robot.api import logger

from ManuelEnvironment.causes import cause_notes
from ManuelEnvironment.environment import Environment


def tell_what_is_not_imitated(environment: Environment) -> None:
    """Warn of everything in the template that has no effect here, unless the run has been told.

    Raises:
        StackError: The local stack did not start.
    """
    stack = environment.stack
    for note in stack.notes if stack else ():
        if cause_notes().register.mark(f"note: {note}"):
            logger.warn(f"{environment.settings.template}: {note}")
