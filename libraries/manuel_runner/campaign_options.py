"""The options that detect, mutate, mutate-code and soak share, and the types of options."""

import argparse
import random
import tempfile
from pathlib import Path

from ManuelEnvironment.configuration import REPOSITORY

HIGHEST_PORT = 65_535


def add_processes(parser: argparse._ActionsContainer) -> None:
    """Add `--processes N`."""
    parser.add_argument(
        "--processes", type=positive_integer, default=2, metavar="N", help="how many to run at a time (2)"
    )


def add_output(parser: argparse._ActionsContainer, name: str) -> None:
    """Add `--output FILE`, by default a file of this name in `results/`."""
    parser.add_argument(
        "--output",
        type=output_file,
        default=REPOSITORY / "results" / name,
        metavar="FILE",
        help=f"write all results to this JSON file (results/{name})",
    )


def add_mutants(parser: argparse._ActionsContainer, *, sample: int) -> None:
    """Add `--sample N` and `--seed N`."""
    parser.add_argument(
        "--sample",
        type=positive_integer,
        default=sample,
        metavar="N",
        help=f"number of mutants to try ({sample})",
    )
    add_seed(parser, "of the selection of mutants")


def add_seed(parser: argparse._ActionsContainer, of_what: str) -> None:
    """Add `--seed N`, by default a random one."""
    parser.add_argument(
        "--seed",
        type=int,
        default=random.SystemRandom().randrange(2**32),
        metavar="N",
        help=f"seed {of_what} (a random one, which is printed)",
    )


def add_minutes(parser: argparse._ActionsContainer, default: float) -> None:
    """Add `--minutes N`."""
    parser.add_argument(
        "--minutes",
        type=positive_number,
        default=default,
        metavar="N",
        help=f"start nothing new after this time ({default:g})",
    )


def positive_integer(text: str) -> int:
    """Parse a whole number above 0.

    Raises:
        argparse.ArgumentTypeError: The value is something else.
    """
    if text.isascii() and text.isdecimal() and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(f"expected a whole number above 0, got {text!r}")


def port(text: str) -> int:
    """Parse the number of a port.

    Raises:
        argparse.ArgumentTypeError: The value is something else.
    """
    if text.isascii() and text.isdecimal() and 1 <= int(text) <= HIGHEST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"expected a port from 1 to {HIGHEST_PORT}, got {text!r}")


def positive_number(text: str) -> float:
    """Parse a finite number above 0.

    Raises:
        argparse.ArgumentTypeError: The value is something else.
    """
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if 0 < number < float("inf"):
        return number
    raise argparse.ArgumentTypeError(f"expected a number above 0, got {text!r}")


def output_file(text: str) -> Path:
    """Parse the path of a file that can be written, before it takes minutes to find out that it can't.

    Raises:
        argparse.ArgumentTypeError: The path is a folder, leads through a file, or cannot be written to.
    """
    path = Path(text)
    if path.is_dir():
        raise argparse.ArgumentTypeError(f"expected a file, got the folder {path}")
    existing = next(each for each in (path, *path.absolute().parents) if each.exists())
    if existing != path and not existing.is_dir():
        raise argparse.ArgumentTypeError(f"{path} is impossible: {existing} is a file, not a folder")
    try:
        _try_to_write(existing)
    except OSError as error:
        raise argparse.ArgumentTypeError(
            f"{path} cannot be written to: {existing}: {error.strerror}"
        ) from None
    return path


def _try_to_write(existing: Path) -> None:
    """Check that a file or folder is writable by trying; permissions alone do not show it."""
    if existing.is_dir():
        with tempfile.TemporaryFile(dir=existing):
            pass
    elif existing.is_file():
        with existing.open("ab"):
            pass
