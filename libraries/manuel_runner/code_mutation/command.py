"""The subcommand `mutate-code`."""

import argparse
from importlib.util import find_spec

from manuel_runner.campaign_options import add_minutes, add_mutants, add_output, add_processes
from ManuelEnvironment.errors import ConfigurationError

MODULES = ["manuel_sandbox.handlers", "manuel_sandbox.domain", "manuel_sandbox.gateway", "api_gateway"]
DESCRIPTION = """\
Change the reference backend's code at random places, one at a time, and report which changes no test detects. Each is checked by
the tests that execute the changed line, the likeliest to fail first, until one fails; survivors share a run of all others. Which
tests these are is recorded by a run of all tests when code has changed. What tests/equivalent_mutants.yaml lists is not tried."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `mutate-code`."""
    parser.description = DESCRIPTION
    parser.add_argument(
        "--modules",
        nargs="+",
        default=MODULES,
        metavar="NAME",
        help=f"modules or packages ({' '.join(MODULES)})",
    )
    add_mutants(parser, sample=100)
    add_minutes(parser, 25)
    add_processes(parser)
    add_output(parser, "code_mutation.json")
    parser.set_defaults(command=_mutate_code)


def _mutate_code(options: argparse.Namespace) -> int:
    from manuel_runner.code_mutation.campaign import CodeMutation

    if find_spec("cosmic_ray") is None or find_spec("coverage") is None:
        raise ConfigurationError(
            "Cosmic Ray or Coverage.py is not installed: `make mutants` installs it and runs this"
        )
    return CodeMutation(
        modules=options.modules,
        size=options.sample,
        seconds=options.minutes * 60,
        seed=options.seed,
        processes=options.processes,
        output=options.output,
    ).execute()
