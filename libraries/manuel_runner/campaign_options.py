"""The options that detect, mutate, mutate-code and soak have in common."""

import argparse
import random
from pathlib import Path

from ManuelEnvironment.configuration import REPOSITORY


def add_processes(parser: argparse._ActionsContainer) -> None:
    """`--processes N`."""
    parser.add_argument(
        "--processes", type=positive_integer, default=2, metavar="N", help="how many at a time (2)"
    )


def add_output(parser: argparse._ActionsContainer, name: str) -> None:
    """`--output FILE`, by default a file of this name in `results/`."""
    parser.add_argument(
        "--output",
        type=Path,
        default=REPOSITORY / "results" / name,
        metavar="FILE",
        help=f"write everything to this JSON file (results/{name})",
    )


def add_mutants(parser: argparse._ActionsContainer, *, sample: int) -> None:
    """`--sample N` and `--seed N`."""
    parser.add_argument(
        "--sample",
        type=positive_integer,
        default=sample,
        metavar="N",
        help=f"how many mutants to try ({sample})",
    )
    add_seed(parser, "chooses the mutants")


def add_seed(parser: argparse._ActionsContainer, effect: str) -> None:
    """`--seed N`, by default a random one."""
    parser.add_argument(
        "--seed",
        type=int,
        default=random.SystemRandom().randrange(2**32),
        metavar="N",
        help=f"{effect} (a random one, which is printed)",
    )


def add_minutes(parser: argparse._ActionsContainer, default: float) -> None:
    """`--minutes N`."""
    parser.add_argument(
        "--minutes",
        type=positive_number,
        default=default,
        metavar="N",
        help=f"begin no more after this time ({default:g})",
    )


def positive_integer(text: str) -> int:
    """Read an option's value.

    Raises:
        argparse.ArgumentTypeError: It is no whole number above 0.
    """
    if text.isascii() and text.isdecimal() and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is not a whole number above 0")


def positive_number(text: str) -> float:
    """Read an option's value.

    Raises:
        argparse.ArgumentTypeError: It is no number above 0, or has no end.
    """
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if 0 < number < float("inf"):
        return number
    raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
