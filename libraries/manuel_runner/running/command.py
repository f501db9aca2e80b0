"""The subcommand `run`."""

import argparse
import random
import re
from pathlib import Path

from manuel_runner.campaign_options import output_file
from manuel_runner.running.incompatible_options import require_compatible
from manuel_runner.selection import SUITES, Shard
from manuel_runner.template_options import add_template_arguments
from ManuelEnvironment.configuration import REPOSITORY


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `run`."""
    parser.add_argument("suites", nargs="*", type=Path, default=[SUITES], help="files or folders (all)")
    _add_environment(parser.add_argument_group("environment"))
    _add_tests(
        parser.add_argument_group(
            "tests", "Tags and names may be given several times; in names, * stands for anything."
        )
    )
    _add_kinds(parser.add_argument_group("kinds of tests that the settings may have turned off"))
    _add_known_issues(parser.add_argument_group("known issues"))
    _add_execution(parser.add_argument_group("execution"))
    _add_output(parser.add_argument_group("output"))
    parser.set_defaults(command=_run)


def _add_environment(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "-c",
        "--config",
        type=Path,
        help="a YAML or JSON file of settings, of one environment or with test_environments",
    )
    group.add_argument("-e", "--environment", help="local, dev, staging or prod (local)")
    group.add_argument("--api-url", metavar="URL", help="a proxy on this machine that stands for the API")
    group.add_argument("--timeout", type=float, metavar="SECONDS", help="override timeout_seconds")
    add_template_arguments(group)


def _add_tests(group: argparse._ArgumentGroup) -> None:
    for names, metavar, text in (
        (("-i", "--include"), "TAG", "only tests with this tag"),
        (("-x", "--exclude"), "TAG", "exclude tests with this tag"),
        (("-s", "--suite"), "NAME", "only this suite, such as health or api.health"),
        (("-t", "--test"), "NAME", "only the test with this name"),
        (("--category",), "NAME", "only this folder of suites/, such as api"),
    ):
        group.add_argument(*names, action="append", default=[], metavar=metavar, help=text)
    group.add_argument(
        "--shard",
        type=shard,
        metavar="I/N",
        help="only part I of N parts of about equal duration, each for a machine of its own",
    )
    group.add_argument(
        "--rerun-failed",
        action="store_true",
        help="only those that failed or were blocked in the last run in --outputdir; one report of both runs",
    )
    group.add_argument("--list", action="store_true", help="print the names of these tests, and run none")
    group.add_argument(
        "--dry-run",
        action="store_true",
        help="check the syntax of these tests, and that their keywords exist, and run none",
    )


def _add_kinds(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--chaos", action="store_true", help="enable chaos testing")
    group.add_argument("--load", action="store_true", help="enable load testing")
    group.add_argument("--security", action="store_true", help="enable security testing")


def _add_known_issues(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--known-issues",
        type=Path,
        metavar="FILE",
        help="causes of failure that do not fail the run; override known_issues",
    )
    group.add_argument(
        "--write-known-issues",
        type=output_file,
        metavar="FILE",
        help="write the causes of this run to a new file of known issues",
    )


def _add_execution(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--parallel", type=int, metavar="N", help="override parallel_tests, the number of robot processes"
    )
    group.add_argument(
        "--framework", action="store_true", help="run in one process, with robot instead of pabot"
    )
    group.add_argument(
        "--seed",
        type=seed,
        metavar="N",
        help="run suites and tests in a random order, the same for the same number; `random` draws one",
    )


def _add_output(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "-o", "--output", type=output_file, metavar="FILE", help="also write the JSON results to this file"
    )
    group.add_argument(
        "-d",
        "--outputdir",
        type=Path,
        default=REPOSITORY / "results",
        help="folder for the reports (results/)",
    )
    group.add_argument(
        "--store-durations",
        action="store_true",
        help="write how long each test took to suites/durations.json, by which shards are balanced",
    )
    group.add_argument(
        "--profile",
        action="store_true",
        help="write a page for each worker and each local stack into profile/: in which functions the time goes",
    )
    group.add_argument(
        "--debug",
        action="store_true",
        help="log at level TRACE, and write all requests, responses and AWS calls of failed tests into debug/",
    )
    group.add_argument(
        "--no-alerts",
        action="store_true",
        help="send no alerts about this run: `manuel-tests alert` sends them about the merged results",
    )
    group.add_argument("-v", "--verbose", action="store_true", help="print every test, not only failures")


def shard(text: str) -> Shard:
    """Parse a part of a number of parts, such as `2/3`.

    Raises:
        argparse.ArgumentTypeError: The value is something else.
    """
    parts = re.fullmatch(r"([0-9]+)/([0-9]+)", text)
    if parts and 1 <= int(parts[1]) <= int(parts[2]):
        return Shard(int(parts[1]), int(parts[2]))
    raise argparse.ArgumentTypeError(f"expected a part of a number of parts, such as 1/3, got {text!r}")


def seed(text: str) -> int:
    """Parse a whole number, or draw one for `random`.

    Raises:
        argparse.ArgumentTypeError: The value is something else.
    """
    if text == "random":
        return random.SystemRandom().randrange(2**32)
    if text.isascii() and text.isdecimal():
        return int(text)
    raise argparse.ArgumentTypeError(f"expected a whole number or `random`, got {text!r}")


def _run(options: argparse.Namespace) -> int:
    from manuel_runner.alerts.run_with_alerts import run_with_alerts
    from manuel_runner.running.dry_run import DryRun
    from manuel_runner.running.listing import print_tests
    from manuel_runner.running.rerun import Rerun
    from manuel_runner.running.run import Run

    require_compatible(options)
    run = Run.from_options(options)
    execution = Rerun(run) if options.rerun_failed else run
    if options.list:
        return print_tests(execution.plan())
    if options.dry_run:
        return DryRun(run, execution.plan()).execute()
    if options.shard or options.no_alerts:  # `manuel-tests alert` reports on it once the parts are merged
        return execution.execute()
    return run_with_alerts(execution.execute, run.settings, run.output_directory, run.selection.describe())
