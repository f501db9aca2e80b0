"""The subcommand `load`."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from manuel_runner.campaign_options import port, positive_integer, positive_number
from manuel_runner.running import command as run_command
from ManuelEnvironment import Capability
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.settings import Settings

SUITE = Path(__file__).with_name("load_mix.robot")
DEFAULT_PORT = 5557
DESCRIPTION = """\
Send a load mix and evaluate its thresholds; docs/load.md describes the file. Without --locust, --master and --worker, the
load engine sends it from this machine."""


class _Way(NamedTuple):
    """How a mix is sent: by which test of the suite, with which variables."""

    test: str
    variables: Mapping[str, object]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `load`."""
    parser.description = DESCRIPTION
    parser.add_argument("mix", type=Path, help="the YAML file")
    parser.add_argument("-c", "--config", type=Path, help="a YAML or JSON file of settings")
    parser.add_argument("-e", "--environment", help="local, dev, staging or prod (local)")
    parser.add_argument(
        "-d",
        "--outputdir",
        type=Path,
        default=REPOSITORY / "results" / "load",
        help="folder for the reports (results/load/)",
    )
    _add_ways(parser)
    _add_connection(parser)
    parser.set_defaults(command=_load)


def _add_ways(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--locust",
        type=positive_integer,
        metavar="N",
        help="send with Locust, from N processes on this machine",
    )
    ways.add_argument(
        "--master", type=positive_integer, metavar="N", help="lead N workers that join from other machines"
    )
    ways.add_argument("--worker", metavar="HOST", help="send a part of the load for the master on this host")


def _add_connection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--listen-on", default="*", metavar="ADDRESS", help="with --master: the address to listen on (all)"
    )
    parser.add_argument(
        "--port",
        type=port,
        default=DEFAULT_PORT,
        metavar="N",
        help=f"the master's port ({DEFAULT_PORT})",
    )
    parser.add_argument(
        "--wait",
        type=positive_number,
        default=300,
        metavar="SECONDS",
        help="how long master and workers wait for each other (300)",
    )


def _load(options: argparse.Namespace) -> int:
    from load_engine.mix.reading import LoadMixError, read_mix
    from manuel_runner.running.run import Run

    try:
        read_mix(options.mix)
    except LoadMixError as error:
        raise ConfigurationError(str(error)) from None
    way = _way(options)
    run = Run.from_options(_options_of_run(options, way.test))
    _require_load(run.settings)
    variables = {"MIX": options.mix.resolve(), **way.variables}
    given = [part for name, value in variables.items() for part in ("--variable", f"{name}:{value}")]
    return replace(run, robot_options=(*run.robot_options, *given)).execute()


def _way(options: argparse.Namespace) -> _Way:
    waiting = {"PORT": options.port, "WAIT": f"{options.wait} s"}
    if options.locust:
        return _Way("Load From Workers Here", {**waiting, "WORKERS": options.locust})
    if options.master:
        listening = {"WORKERS": options.master, "LISTEN_ON": options.listen_on}
        return _Way("Load From Workers Elsewhere", {**waiting, **listening})
    if options.worker:
        return _Way("Load For A Master Elsewhere", {**waiting, "MASTER": options.worker})
    return _Way("Load From This Process", {})


def _options_of_run(options: argparse.Namespace, test: str) -> argparse.Namespace:
    """Return the options with which `run` runs one test of the suite."""
    parser = argparse.ArgumentParser()
    run_command.add_arguments(parser)
    where = ["--config", str(options.config)] if options.config else []
    where += ["--environment", options.environment] if options.environment else []
    how = ["--framework", "--load", "--verbose", "--outputdir", str(options.outputdir)]
    return parser.parse_args([str(SUITE), "--test", test, *where, *how])


def _require_load(settings: Settings) -> None:
    """Refuse before anything is started what the environment does not allow.

    Raises:
        ConfigurationError: It does not have the capability `load`.
    """
    if Capability.LOAD not in settings.capabilities:
        raise ConfigurationError(
            f"environment {settings.environment}: does not have the capability 'load', so no load is sent to it"
        )
