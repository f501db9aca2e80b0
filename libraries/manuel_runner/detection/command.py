"""The subcommand `detect`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from manuel_runner.campaign_options import add_output, add_processes, positive_integer
from manuel_runner.detection.catalogue import DEFECTS, VARIANTS, BackendChange
from ManuelEnvironment.errors import ConfigurationError

if TYPE_CHECKING:
    from manuel_runner.detection.bundle import DefectBundle

DESCRIPTION = """\
Break the backend on purpose and report which tests catch it. Without --defects, --null and --variants: all three, with the
project's own files."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `detect`."""
    parser.description = DESCRIPTION
    what = parser.add_argument_group("what")
    _add_defects(what)
    _add_several_at_once(what)
    _add_extent(what)
    how = parser.add_argument_group("execution")
    add_processes(how)
    add_output(how, "detection.json")
    parser.set_defaults(command=_detect)


def _add_defects(what: argparse._ArgumentGroup) -> None:
    what.add_argument(
        "--defects",
        nargs="+",
        type=Path,
        metavar="FOLDER",
        help="defects that tests have to catch: folders or single files (tests/defects)",
    )
    what.add_argument("--only", action="append", default=[], metavar="NAME", help="only this defect")
    what.add_argument(
        "--sample",
        type=positive_integer,
        metavar="N",
        help="only N defects, selected by --seed, and nothing else",
    )


def _add_several_at_once(what: argparse._ArgumentGroup) -> None:
    what.add_argument(
        "--together",
        type=positive_integer,
        metavar="N",
        help="apply N defects, selected by --seed, to one backend, and run all tests once: is each of them named?",
    )
    what.add_argument(
        "--rounds",
        type=positive_integer,
        default=1,
        metavar="R",
        help="with --together: how many times, the next one with the next seed (1)",
    )
    what.add_argument(
        "--seed",
        default=None,
        metavar="TEXT",
        help="selects the sample, or what is tried together: then a whole number (today's date)",
    )


def _add_extent(what: argparse._ArgumentGroup) -> None:
    what.add_argument(
        "--scope",
        choices=("intended", "category", "all"),
        default="all",
        help="if the intended test does not catch a defect: stop, or go on with its category, or with all tests (all)",
    )
    what.add_argument(
        "--all", action="store_true", help="run every test on every defect, and try every variant alone"
    )
    what.add_argument("--null", action="store_true", help="servers against which no test may pass")
    what.add_argument(
        "--variants",
        nargs="+",
        type=Path,
        metavar="FOLDER",
        help="benign variants on which no test may fail (tests/variants)",
    )


def _detect(options: argparse.Namespace) -> int:
    from manuel_runner.detection.catalogue import read_changes
    from manuel_runner.detection.defect_detection import SearchScope
    from manuel_runner.detection.detection import Detection
    from manuel_runner.detection.null_backends import null_backends

    defects, variants, null = options.defects or [], options.variants or [], options.null
    if options.only or options.sample or options.together:
        defects = defects or [DEFECTS]
    elif not (defects or variants or null):
        defects, variants, null = [DEFECTS], [VARIANTS], True
    selected = _selected(read_changes(defects, options.only), options)
    return Detection(
        defects=[] if options.together else selected,
        bundles=_bundles(selected, options) if options.together else [],
        null_backends=null_backends() if null else [],
        variants=read_changes(variants),
        run_all=options.all,
        scope=SearchScope(options.scope),
        processes=options.processes,
        output=options.output,
    ).execute()


def _selected(defects: list[BackendChange], options: argparse.Namespace) -> list[BackendChange]:
    from datetime import UTC, datetime

    from manuel_runner.detection.catalogue import sample

    if options.sample is None:
        return defects
    seed = options.seed or datetime.now(UTC).date().isoformat()
    selected = sample(defects, options.sample, seed)
    print(f"a sample of {len(selected)} of {len(defects)} defects, selected with --seed {seed}", flush=True)
    return selected


def _bundles(defects: list[BackendChange], options: argparse.Namespace) -> "list[DefectBundle]":
    from manuel_runner.detection.bundle import draw_bundle

    first = _first_seed(options)
    return [draw_bundle(defects, options.together, first + number) for number in range(options.rounds)]


def _first_seed(options: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    seed = options.seed or f"{datetime.now(UTC):%Y%m%d}"
    if not (seed.isascii() and seed.isdecimal()):
        raise ConfigurationError(f"--seed: expected a whole number with --together, got {seed!r}")
    return int(seed)
