"""Options and environment variables of robot that options of `run` stand for."""

import argparse

DEBUG = "debug"
"""The folder, in that of the results, with what failed tests have sent and received."""


def chosen_robot_options(options: argparse.Namespace) -> tuple[str, ...]:
    """Return the options of each robot."""
    order = ("--randomize", f"all:{options.seed}") if options.seed is not None else ()
    return (*order, *(("--loglevel", "TRACE:INFO") if options.debug else ()))


def chosen_variables(options: argparse.Namespace) -> dict[str, str]:
    """Return the environment variables of each robot."""
    if not options.debug:
        return {}
    from ManuelAPI.debug_files import FOLDER_VARIABLE

    return {FOLDER_VARIABLE: str(options.outputdir.resolve() / DEBUG)}
