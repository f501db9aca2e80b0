"""The subcommand `mutate`."""

import argparse

from manuel_runner.campaign_options import add_minutes, add_mutants, add_output, add_processes
from ManuelEnvironment.configuration import LOCAL, PASSWORD_KEY, read_environment

DESCRIPTION = """\
Change one thing in the API's real responses (the status, a header or a member of the body) and report which changes no test
detects. Works with any environment: a proxy changes the responses; the backend itself is not touched. What the contract leaves
open is not changed, nor what tests/equivalent_responses.yaml lists."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `mutate`."""
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
    add_mutants(what, sample=300)
    how = parser.add_argument_group("execution")
    add_minutes(how, 15)
    add_processes(how)
    add_output(how, "mutation.json")
    parser.set_defaults(command=_mutate)


def _mutate(options: argparse.Namespace) -> int:
    from manuel_runner.mutation.campaign import MutationCampaign
    from manuel_runner.test_runs import DeployedEnvironment, FreshStack
    from ManuelEnvironment.settings import validate

    values = read_environment(options.environment)
    values.pop(PASSWORD_KEY, None)
    settings = validate(values, source=f"environment {options.environment}")
    return MutationCampaign(
        target=FreshStack()
        if settings.api_base_url is None
        else DeployedEnvironment(settings.environment, settings.api_base_url),
        base_path=settings.base_path,
        operations=options.operation,
        size=options.sample,
        seconds=options.minutes * 60,
        seed=options.seed,
        processes=options.processes,
        output=options.output,
    ).execute()
