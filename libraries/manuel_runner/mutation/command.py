"""The subcommand `mutate`."""

import argparse
from pathlib import Path

from ManuelEnvironment.configuration import LOCAL, PASSWORD_KEY, REPOSITORY, read_environment

DESCRIPTION = """\
Change one thing in the API's real responses - the status, a header, a member of the body - and see whether a test notices.
Works on any environment: a proxy changes the responses, nothing of the backend itself."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of `mutate`."""
    parser.description = DESCRIPTION
    what = parser.add_argument_group("what")
    what.add_argument("-e", "--environment", default=LOCAL, help="local, dev, staging or prod (local)")
    what.add_argument(
        "--operation",
        action="append",
        default=[],
        metavar="'GET /health'",
        help="only responses of this operation",
    )
    what.add_argument("--sample", type=int, default=300, metavar="N", help="how many mutants to try (300)")
    what.add_argument("--seed", type=int, help="chooses the mutants (a random one, which is printed)")
    how = parser.add_argument_group("execution")
    how.add_argument("--minutes", type=float, default=15, help="begin no more after this time (15)")
    how.add_argument("--processes", type=int, default=2, metavar="N", help="how many at a time (2)")
    how.add_argument(
        "--output",
        type=Path,
        default=REPOSITORY / "results" / "mutation.json",
        metavar="FILE",
        help="write scores and survivors to this JSON file (results/mutation.json)",
    )
    parser.set_defaults(command=_mutate)


def _mutate(options: argparse.Namespace) -> int:
    import random

    from manuel_runner.judging import DeployedEnvironment, FreshStack
    from manuel_runner.mutation.campaign import MutationCampaign
    from ManuelEnvironment.settings import validate

    values = read_environment(options.environment)
    values.pop(PASSWORD_KEY, None)
    settings = validate(values, source=f"environment {options.environment}")
    return MutationCampaign(
        ground=FreshStack()
        if settings.api_base_url is None
        else DeployedEnvironment(settings.environment, settings.api_base_url),
        base_path=settings.base_path,
        operations=options.operation,
        size=options.sample,
        seconds=options.minutes * 60,
        seed=random.SystemRandom().randrange(2**32) if options.seed is None else options.seed,
        processes=options.processes,
        output=options.output,
    ).execute()
