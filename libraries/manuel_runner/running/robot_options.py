"""Options of robot that options of `run` stand for."""

import argparse


def chosen_robot_options(options: argparse.Namespace) -> tuple[str, ...]:
    """Return the options of each robot."""
    return ("--randomize", f"all:{options.seed}") if options.seed is not None else ()
