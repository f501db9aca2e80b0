"""What a test leaves behind in its process would be met by whatever test comes next, in any order."""

import copy
import gc
import logging
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from manuel_stack.run_directory import run_directory
from secret_masking import masking

_SET_BY_PYTEST = "PYTEST_CURRENT_TEST"
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP, signal.SIGPIPE)
_FOLDERS_OF_TESTS = f"{tempfile.gettempdir()}{os.sep}pytest-of-"
"""How the folders of `tmp_path` begin."""
_PROCESS_STATE = ("environment", "failure", "parent", "lease", "attachment")


def process_state() -> dict[str, object]:
    """Return what all tests of this process share, by the words of a message."""
    return {**_variables(), **_interpreter(), **_libraries()}


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Return what is not as it was, sorted; without values, as some are secret."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


@contextmanager
def forgetting_modules() -> Iterator[None]:
    """Forget what is imported in the block from the folder of a test: another test would get it by the same name."""
    before = set(sys.modules)
    try:
        yield
    finally:
        for name in sys.modules.keys() - before:
            if (getattr(sys.modules[name], "__file__", None) or "").startswith(_FOLDERS_OF_TESTS):
                del sys.modules[name]


@contextmanager
def forgetting_secrets() -> Iterator[None]:
    """Forget the secrets that are registered in the block, and mask the console no more if it was not masked before.

    What one test makes a password may be a word in the messages of another one.
    """
    console = [
        file for file in (sys.__stdout__, sys.__stderr__) if file is not None and "write" not in vars(file)
    ]
    known = masking._index
    masking._index = copy.deepcopy(known)
    try:
        yield
    finally:
        masking._index = known
        for file in console:
            vars(file).pop("write", None)


def forget_causes_of_this_process() -> None:
    """Let the next test find no causes of failure, as it would at the beginning of a run."""
    if causes := sys.modules.get("ManuelEnvironment.causes"):
        causes.forget_causes()
        shutil.rmtree(run_directory(os.getpid()) / "causes", ignore_errors=True)


@contextmanager
def restoring_what_programs_change() -> Iterator[None]:
    """Give back the environment variables and the handlers of signals at the end of the block.

    The main function of a program changes them for a process of its own.
    """
    variables = dict(os.environ)
    handlers = {number: signal.getsignal(number) for number in _SIGNALS}
    try:
        yield
    finally:
        for name in os.environ.keys() - variables.keys():
            del os.environ[name]
        os.environ.update(variables)
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _variables() -> dict[str, object]:
    named = {f"the environment variable {name}": value for name, value in os.environ.items()}
    named.pop(f"the environment variable {_SET_BY_PYTEST}", None)
    return named


def _interpreter() -> dict[str, object]:
    return {
        **{f"the handler of {number.name}": signal.getsignal(number) for number in _SIGNALS},
        "the current folder": os.getcwd(),  # noqa: PTH109 - twice a test
        "sys.argv": list(sys.argv),
        "sys.path": list(sys.path),
        "the trace function": sys.gettrace(),
        "the time zone": time.tzname,
        "the timeout of sockets": socket.getdefaulttimeout(),
        "the level up to which logging is disabled": logging.root.manager.disable,
        "whether garbage is collected": gc.isenabled(),
    }


def _libraries() -> dict[str, object]:
    """Return the state of those libraries that have been imported."""
    state: dict[str, object] = {}
    if process := sys.modules.get("ManuelEnvironment.process_state"):
        state |= {f"the {name} of the process": vars(process.ProcessState)[name] for name in _PROCESS_STATE}
    if identities := sys.modules.get("ManuelAuth.identity"):
        state["the current identity"] = identities.current_identity()
    if running := sys.modules.get("robot.running.context"):
        state["the run of Robot Framework"] = running.EXECUTION_CONTEXTS.current
    return state
