"""The command `robot` in this process, which has to end if its run cannot begin."""

import os
import sys
import traceback
from typing import NoReturn

from ManuelEnvironment.causes import cause_notes
from ManuelEnvironment.exit_status import exit_status_of
from ManuelEnvironment.robot_run import is_under_pabot, output_directory, output_file
from ManuelEnvironment.startup import stop_environment

ENDING = "ending.txt"
"""The file in which a robot process tells pabot's caller why it has ended: pabot exits with 252 whatever prevents results."""


def is_robot_command() -> bool:
    """Return whether a command line is executed here, also by an editor; other programs call Robot Framework's API."""
    from robot.utils.application import Application

    command_line = Application.execute_cli.__code__
    return any(frame.f_code is command_line for frame, _ in traceback.walk_stack(None))


def end_robot_command(error: Exception) -> NoReturn:
    """End the process as Robot Framework does for invalid options: a line, no results, and an exit status of its own.

    An exception would not do: Robot Framework logs those of a listener and goes on.
    """
    try:
        output = output_file()
        if output is not None:
            output.unlink(missing_ok=True)
        if _is_the_first_to_say(error):
            print(f"[ ERROR ] {error}", file=sys.__stderr__, flush=True)
        _tell_the_caller_of_pabot(error)
        stop_environment()
    finally:
        os._exit(exit_status_of(error))


def _is_the_first_to_say(error: Exception) -> bool:
    """Return whether no other robot of the same pabot has said this: it would stand there once for each suite."""
    if not is_under_pabot():
        return True
    try:
        return cause_notes().register.mark(f"end of a robot: {error}")
    except OSError:
        return True  # the register cannot be written, which must not hide the error


def _tell_the_caller_of_pabot(error: Exception) -> None:
    directory = output_directory()
    if directory is not None and is_under_pabot():
        (directory / ENDING).write_text(f"{exit_status_of(error):d} {error}", encoding="utf-8")
