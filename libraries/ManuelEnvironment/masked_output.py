"""The mask in front of every file that Robot Framework writes during a run, and of the console.

A listener would not do: Robot Framework does not ask listeners about the console, about what is written when a keyword
starts, and in suites that do not import their library.
"""

import sys
from collections.abc import Callable
from typing import Any, TextIO

from robot.output import LOGGER

from ManuelEnvironment.secrets import register_every_secret
from secret_masking import MASK, mask

MASK_IN_XML = MASK.replace("<", "&lt;").replace(">", "&gt;")


def mask_output() -> None:
    """Mask what this run writes from now on to output.xml or output.json, the debug file, the system log and the console."""
    register_every_secret()
    _mask_output_file(LOGGER._output_file)
    for logger in LOGGER._other_loggers:
        _mask_writes(getattr(logger, "_outfile", None))  # the debug file
    _mask_writes(getattr(LOGGER._syslog, "_writer", None))
    _mask_writes(sys.__stdout__)
    _mask_writes(sys.__stderr__)


def _mask_output_file(output_file: Any) -> None:
    logger = output_file and output_file.real_logger
    if hasattr(logger, "writer"):
        _mask_writes(logger.writer.file)  # output.json
    elif logger is not None:
        _mask_writes(getattr(logger._writer, "output", None), _mask_xml)


def _mask_writes(file: TextIO | None, mask_text: Callable[[str], str] = mask) -> None:
    """Mask what is written to a file, unless it is masked already or there is none."""
    if file is None or "write" in vars(file):
        return
    write = file.write
    file.write = lambda text: write(mask_text(text))  # type: ignore[method-assign]


def _mask_xml(text: str) -> str:
    return mask(text).replace(MASK, MASK_IN_XML)
