"""The subcommand `soak`."""

import argparse

from manuel_runner.campaign_options import add_output, add_processes, add_seed, positive_integer

DESCRIPTION = """\
Run all tests many times on healthy stacks, in random order, in parallel, in two time zones and across midnight: a test that
ever fails raises false alarms."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `soak`."""
    parser.description = DESCRIPTION
    parser.add_argument("--runs", type=positive_integer, default=20, metavar="N", help="number of runs (20)")
    parser.add_argument(
        "--load",
        type=positive_integer,
        default=0,
        metavar="N",
        help="number of busy loops to run at the same time (none): no test may depend on how busy the machine is",
    )
    add_seed(parser, "of everything that is random")
    add_processes(parser)
    add_output(parser, "soak.json")
    parser.set_defaults(command=_soak)


def _soak(options: argparse.Namespace) -> int:
    from manuel_runner.soak.campaign import Soak

    return Soak(options.runs, options.seed, options.processes, options.output, load=options.load).execute()
