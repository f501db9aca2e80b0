"""The subcommand `detect`."""

import argparse
from pathlib import Path

from manuel_runner.detection.catalogue import DEFECTS
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of `detect`."""
    parser.add_argument(
        "--defects",
        nargs="+",
        type=Path,
        default=[DEFECTS],
        metavar="FOLDER",
        help="folders of defects, or single files (tests/defects)",
    )
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="only this defect")
    parser.add_argument("--all", action="store_true", help="run every test on every defect")
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="how many at a time (2)")
    parser.add_argument(
        "--output",
        type=Path,
        default=REPOSITORY / "results" / "detection.json",
        metavar="FILE",
        help="write what was found to this JSON file (results/detection.json)",
    )
    parser.set_defaults(command=_detect)


def _detect(options: argparse.Namespace) -> int:
    from manuel_runner.detection.catalogue import read_changes
    from manuel_runner.detection.detection import Detection

    if options.processes < 1:
        raise ConfigurationError(f"--processes is {options.processes}, but there must be at least 1")
    return Detection(
        defects=read_changes(options.defects, options.only),
        run_all=options.all,
        processes=options.processes,
        output=options.output,
    ).execute()
