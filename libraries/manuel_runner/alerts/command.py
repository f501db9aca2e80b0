"""The subcommand `alert`."""

import argparse
from datetime import timedelta
from pathlib import Path

from durations import seconds_of
from ManuelEnvironment.configuration import REPOSITORY

DESCRIPTION = """\
Send alerts by the channels that the settings name: about the run whose results are in the results folder, unless `manuel-tests
run` has done so; or, from cron, if there was none for too long."""
SHORTEST_SECONDS = 3600
"""The shortest time that cron may ask about."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `alert`."""
    parser.description = DESCRIPTION
    parser.add_argument("-c", "--config", type=Path, help="a settings file, as for `run`")
    parser.add_argument("-e", "--environment", help="local, dev, staging or prod (that of the results)")
    parser.add_argument(
        "-d",
        "--outputdir",
        type=Path,
        default=REPOSITORY / "results",
        help="folder of the runs (results/)",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--if-no-run-for",
        type=_duration,
        metavar="TIME",
        help="only if there was no run for so long, such as 24h or 3d; exit with 1 then",
    )
    what.add_argument(
        "--try", dest="is_trial", action="store_true", help="send a trial alert by every channel"
    )
    parser.add_argument(
        "--tests", metavar="TEXT", help="what to call the tests of the run (what the results call them)"
    )
    parser.add_argument(
        "--problem",
        default="",
        metavar="TEXT",
        help="what else went wrong, if not empty: the run has not passed, whatever its results say",
    )
    parser.set_defaults(command=_alert)


def _duration(text: str) -> timedelta:
    try:
        seconds = seconds_of(text)
    except ValueError:
        seconds = 0
    if seconds < SHORTEST_SECONDS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a duration of at least one hour, such as 24h or 3d"
        )
    return timedelta(seconds=seconds)


def _alert(options: argparse.Namespace) -> int:
    from manuel_runner.alerts.on_demand import (
        Remarks,
        send_alert_if_no_run,
        send_alerts_about_results,
        send_trial,
    )

    directory = options.outputdir.resolve()
    if options.is_trial:
        return send_trial(options.config, options.environment)
    if options.if_no_run_for:
        return send_alert_if_no_run(options.config, options.environment, directory, options.if_no_run_for)
    remarks = Remarks(options.tests, options.problem)
    return send_alerts_about_results(options.config, options.environment, directory, remarks)
