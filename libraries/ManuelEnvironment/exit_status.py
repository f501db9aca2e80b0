"""How a run's exit status says what happened."""

from enum import IntEnum

from manuel_stack.errors import ResultsFolderError, StackError, TemplateRefusedError
from ManuelEnvironment.errors import ConfigurationError, EnvironmentUnreachableError


class ExitStatus(IntEnum):
    """The statuses of a run in which the number of failed tests is not what matters; those below are that number.

    252, 253 and 255 are Robot Framework's own.
    """

    INVALID_INPUT = 252
    """An option, a settings file, a template, a suite, a tag or the results folder can't be used: no test was run."""
    INTERRUPTED = 253
    """Ctrl-C, SIGTERM or the end of its terminal ended the run."""
    ENVIRONMENT_FAILED = 254
    """The environment did not start, did not answer, or is not the one that the settings say."""
    RUN_FAILED = 255
    """A process of the run was killed or broke: the results are incomplete."""


def exit_status_of(error: Exception) -> ExitStatus:
    """Return the status of a run that an error has ended."""
    if isinstance(error, ConfigurationError | ResultsFolderError | TemplateRefusedError):
        return ExitStatus.INVALID_INPUT
    if isinstance(error, StackError | EnvironmentUnreachableError):
        return ExitStatus.ENVIRONMENT_FAILED
    return ExitStatus.RUN_FAILED
