"""A run ends as soon as its output cannot be written: Robot Framework would go on, and fail tests for that reason."""

from collections.abc import Callable
from typing import Any

from robot.output import LOGGER

from ManuelEnvironment.robot_command import end_robot_command, is_robot_command

WRITING = ("write", "flush", "close")


def end_when_output_cannot_be_written(release: Callable[[], object]) -> None:
    """Have the first failed write of the run's output end the command, with a line; another program gets the error.

    Args:
        release: Is called before the command ends.
    """
    output_file = LOGGER._output_file
    stream = output_file and getattr(getattr(output_file.real_logger, "_writer", None), "output", None)
    if stream and is_robot_command():
        for name in WRITING:
            setattr(stream, name, _ending_the_command(getattr(stream, name), release))


def _ending_the_command(write: Callable[..., Any], release: Callable[[], object]) -> Callable[..., Any]:
    def write_or_end(*arguments: Any) -> Any:
        try:
            return write(*arguments)
        except OSError as error:
            release()
            end_robot_command(OSError(f"the results cannot be written, and are incomplete: {error.strerror}"))

    return write_or_end
