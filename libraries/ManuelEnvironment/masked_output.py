"""The mask in front of every file that Robot Framework writes during a run, and of the console.

Half a character, which a backend can put into JSON, would end the file where it stands: it is written as its escape.

A listener would not do: Robot Framework does not ask listeners about the console, about what is written when a keyword
starts, and in suites that do not import their library.
"""

import json
import sys
from collections.abc import Callable
from typing import Any, TextIO

from robot.output import LOGGER

from ManuelEnvironment.secrets import register_every_secret
from secret_masking import MASK, mask
from strict_json import well_formed, well_formed_json

ESCAPED_SURROGATE = r"\ud"
MASK_IN_XML = MASK.replace("<", "&lt;").replace(">", "&gt;")


def mask_output() -> None:
    """Mask what this run writes from now on to output.xml or output.json, the debug file, the system log and the console."""
    register_every_secret()
    _mask_output_file(LOGGER._output_file)
    for logger in LOGGER._other_loggers:
        _mask_writes(getattr(logger, "_outfile", None), _plain)  # the debug file
    _mask_writes(getattr(LOGGER._syslog, "_writer", None), _plain)
    _mask_writes(sys.__stdout__, _plain)
    _mask_writes(sys.__stderr__, _plain)


def _mask_output_file(output_file: Any) -> None:
    logger = output_file and output_file.real_logger
    if hasattr(logger, "writer"):
        _mask_writes(logger.writer.file, _json)  # output.json
    elif logger is not None:
        _mask_writes(getattr(logger._writer, "output", None), _xml)


def _mask_writes(file: TextIO | None, masked: Callable[[str], str]) -> None:
    """Mask what is written to a file, unless it is masked already or there is none."""
    if file is None or "write" in vars(file):
        return
    write = file.write
    file.write = lambda text: write(masked(text))  # type: ignore[method-assign]


def _plain(text: str) -> str:
    return well_formed(mask(text))


def _xml(text: str) -> str:
    return _plain(text).replace(MASK, MASK_IN_XML)


def _json(text: str) -> str:
    masked = mask(text)
    return well_formed_json(json.loads(masked)) if ESCAPED_SURROGATE in masked else masked
