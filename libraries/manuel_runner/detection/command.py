"""The subcommand `detect`."""

import argparse
from pathlib import Path

from manuel_runner.campaign_options import add_output, add_processes, positive_integer
from manuel_runner.detection.catalogue import DEFECTS, VARIANTS, BackendChange

DESCRIPTION = """\
Break the backend on purpose and report which tests catch it. Without --defects, --null and --variants: all three, with the
project's own files."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `detect`."""
    parser.description = DESCRIPTION
    what = parser.add_argument_group("what")
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
    what.add_argument("--seed", default=None, metavar="TEXT", help="selects the sample (today's date)")
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
    how = parser.add_argument_group("execution")
    add_processes(how)
    add_output(how, "detection.json")
    parser.set_defaults(command=_detect)


def _detect(options: argparse.Namespace) -> int:
    from manuel_runner.detection.catalogue import read_changes
    from manuel_runner.detection.detection import Detection
    from manuel_runner.detection.null_backends import null_backends

    defects, variants, null = options.defects or [], options.variants or [], options.null
    if options.only or options.sample:
        defects = defects or [DEFECTS]
    elif not (defects or variants or null):
        defects, variants, null = [DEFECTS], [VARIANTS], True
    return Detection(
        defects=_selected(read_changes(defects, options.only), options),
        null_backends=null_backends() if null else [],
        variants=read_changes(variants),
        run_all=options.all,
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
