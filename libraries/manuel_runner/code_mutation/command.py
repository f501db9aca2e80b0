"""The subcommand `mutate-code`."""

import argparse
from importlib.util import find_spec
from pathlib import Path

from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError

MODULES = ["manuel_sandbox.handlers", "manuel_sandbox.gateway"]
DESCRIPTION = """\
Change the reference backend's code at random places, one at a time, and see whether a test notices. Smoke tests are asked first,
then all others until one notices: a change that none notices takes some minutes."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of `mutate-code`."""
    parser.description = DESCRIPTION
    parser.add_argument(
        "--modules",
        nargs="+",
        default=MODULES,
        metavar="NAME",
        help=f"modules, and packages of modules ({' '.join(MODULES)})",
    )
    parser.add_argument("--sample", type=int, default=100, metavar="N", help="how many mutants to try (100)")
    parser.add_argument("--seed", type=int, help="chooses the mutants (a random one, which is printed)")
    parser.add_argument("--minutes", type=float, default=20, help="begin none after this time (20)")
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="how many at a time (2)")
    parser.add_argument(
        "--output",
        type=Path,
        default=REPOSITORY / "results" / "code_mutation.json",
        metavar="FILE",
        help="write everything to this JSON file (results/code_mutation.json)",
    )
    parser.set_defaults(command=_mutate_code)


def _mutate_code(options: argparse.Namespace) -> int:
    import random

    from manuel_runner.code_mutation.campaign import CodeMutation

    _require_positive(options)
    if find_spec("cosmic_ray") is None:
        raise ConfigurationError("Cosmic Ray is not installed: `make mutants` installs it and runs this")
    return CodeMutation(
        modules=options.modules,
        size=options.sample,
        seconds=options.minutes * 60,
        seed=random.SystemRandom().randrange(2**32) if options.seed is None else options.seed,
        processes=options.processes,
        output=options.output,
    ).execute()


def _require_positive(options: argparse.Namespace) -> None:
    for name in ("sample", "minutes", "processes"):
        value = getattr(options, name)
        if not value > 0:
            raise ConfigurationError(f"--{name} is {value}, but must be more than 0")
