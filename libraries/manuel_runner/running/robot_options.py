"""Options and environment variables of robot that options of `run` stand for."""

import argparse
import importlib.util

from manuel_stack.profiling import PROFILE_VARIABLE
from ManuelEnvironment.errors import ConfigurationError

PROFILE = "profile"
"""The folder, in that of the results, with profiles of robot processes and stacks."""
_PROFILE_LISTENER = "manuel_runner.running.robot_profile.RobotProfile"
DEBUG = "debug"
"""The folder, in that of the results, with what failed tests have sent and received."""


def chosen_robot_options(options: argparse.Namespace) -> tuple[str, ...]:
    """Return the options of each robot process.

    Raises:
        ConfigurationError: A profile is wanted, and pyinstrument is not installed.
    """
    order = ("--randomize", f"all:{options.seed}") if options.seed is not None else ()
    level = ("--loglevel", "TRACE:INFO") if options.debug else ()
    return (*order, *level, *(_profile(options) if options.profile else ()))


def chosen_variables(options: argparse.Namespace) -> dict[str, str]:
    """Return the environment variables of each robot process."""
    folder = options.outputdir.resolve()
    variables = {PROFILE_VARIABLE: str(folder / PROFILE)} if options.profile else {}
    if options.debug:
        from ManuelAPI.debug_files import FOLDER_VARIABLE

        variables[FOLDER_VARIABLE] = str(folder / DEBUG)
    return variables


def _profile(options: argparse.Namespace) -> tuple[str, ...]:
    if importlib.util.find_spec("pyinstrument") is None:
        raise ConfigurationError("--profile needs pyinstrument, which `pip install pyinstrument` installs")
    return ("--listener", f"{_PROFILE_LISTENER};{options.outputdir.resolve() / PROFILE}")
