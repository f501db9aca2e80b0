"""Run the real commands in processes of their own, and check what they leave behind."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SUITES = REPOSITORY / "suites"
# `nohup` ignores SIGHUP, and a shell's background SIGINT, and so would all commands.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
PATIENCE = 20
"""Seconds that processes may take to end on a busy machine."""
COPIED = ("libraries", "resources", "suites", "variables")


@dataclass(frozen=True)
class Finished:
    """The result of a command."""

    status: int
    output: str


def command(
    *arguments: str | Path, cwd: Path, terminal: int | None = None, **variables: str
) -> "subprocess.Popen[str]":
    """Start a command of the virtual environment, such as `robot`, in a folder of its own, on a pipe or on a terminal."""
    binaries = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}", **variables}
    for name in ("API_BASE_URL", "AWS_ENDPOINT_URL"):
        environment.pop(name, None)
    return subprocess.Popen(
        [str(binaries / arguments[0]), *map(str, arguments[1:])],
        cwd=cwd,
        env=environment,
        stdin=terminal,
        stdout=subprocess.PIPE if terminal is None else terminal,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=None if terminal is None else _control_terminal,  # noqa: PLW1509 - this process has one thread
    )


def _control_terminal() -> None:
    """Make the terminal of this process, its input, one that hangs up on it."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def run(*arguments: str | Path, cwd: Path, timeout: float = 900, **variables: str) -> Finished:
    """Run a command to its end, for at most fifteen minutes unless told otherwise: all suites on a busy machine."""
    process = command(*arguments, cwd=cwd, **variables)
    output, _ = process.communicate(timeout=timeout)
    return Finished(process.returncode, output)


def processes_of(folder: Path) -> list[str]:
    """Return the processes with this folder among their arguments, those that work in it, and the stacks whose log is in it."""
    listing = subprocess.run(["ps", "-wweo", "pid=,args="], capture_output=True, text=True, check=True).stdout
    working = [link for link in Path("/proc").glob("[0-9]*/cwd") if _target(link) == str(folder)]
    stacks = [link for link in Path("/proc").glob("[0-9]*/fd/2") if str(folder) in _target(link)]
    return [line.strip() for line in listing.splitlines() if str(folder) in line] + [
        str(link) for link in (*working, *stacks)
    ]


def servers_of_pabot(folder: Path) -> list[str]:
    """Return the servers that pabots with this working directory have started."""
    links = [link for link in Path("/proc").glob("[0-9]*/cwd") if _target(link) == str(folder)]
    return [str(link.parent) for link in links if b"pabot.pabotlib" in _arguments(link.parent)]


def _arguments(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def require_nothing_left(folder: Path) -> None:
    """Require that the processes of a folder end, on a busy machine too."""
    deadline = time.monotonic() + PATIENCE
    while left := processes_of(folder):
        assert time.monotonic() < deadline, f"left behind: {left}"
        time.sleep(0.05)


@pytest.fixture(autouse=True)
def _nothing_is_left(tmp_path: Path) -> Iterator[None]:
    """Require that no process outlives the test that started it."""
    yield
    require_nothing_left(tmp_path)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the project, with a virtual environment of its own that borrows the installed packages."""
    clone = tmp_path / "Manuel's täglicher Lauf"
    for folder in COPIED:
        shutil.copytree(REPOSITORY / folder, clone / folder, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", clone / ".venv"], check=True)
    (packages,) = (clone / ".venv" / "lib").glob("python*/site-packages")
    libraries = os.path.relpath(clone / "libraries", packages)  # with LC_ALL=C, it may have no umlaut
    paths = (libraries, sysconfig.get_path("purelib"))
    (packages / "clone.pth").write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
    return clone
