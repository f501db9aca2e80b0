"""The subcommand `soak`."""

import argparse
from pathlib import Path

from ManuelEnvironment.configuration import REPOSITORY

DESCRIPTION = """\
Run all tests many times on healthy stacks, in random order, side by side, in two time zones and across midnight: a test that
ever fails raises false alarms."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of `soak`."""
    parser.description = DESCRIPTION
    parser.add_argument("--runs", type=int, default=20, metavar="N", help="how many times (20)")
    parser.add_argument(
        "--seed", type=int, help="of the order, and of all else (a random one, which is printed)"
    )
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="how many runs at a time (2)")
    parser.add_argument(
        "--output",
        type=Path,
        default=REPOSITORY / "results" / "soak.json",
        metavar="FILE",
        help="write runs and failures to this JSON file (results/soak.json)",
    )
    parser.set_defaults(command=_soak)


def _soak(options: argparse.Namespace) -> int:
    import random

    from manuel_runner.soak.campaign import Soak

    seed = random.SystemRandom().randrange(2**32) if options.seed is None else options.seed
    return Soak(options.runs, seed, options.processes, options.output).execute()
