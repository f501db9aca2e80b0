"""Packages for functions, installed once and kept for the next time."""

import fcntl
import hashlib
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

logger = logging.getLogger(__name__)


class PackagesUnavailableError(Exception):
    """Packages can't be installed; the message is one line."""


def cache_folder() -> Path:
    """Return the folder in which packages are kept; `XDG_CACHE_HOME` moves it."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "manuel-tests" / "function-packages"


def installed_packages(requirements: str, python: str, *, purpose: str) -> Path:
    """Return a folder with packages, which are installed if they have not been before.

    Args:
        requirements: What is needed, in the form of `requirements.txt`.
        python: The interpreter that will import them.
        purpose: What they are for, in the message of an error.

    Raises:
        PackagesUnavailableError: pip could not install them.
    """
    key = hashlib.sha256(f"{Path(python).resolve()}\n{requirements}".encode()).hexdigest()[:32]
    folder = cache_folder() / key
    with _locked(cache_folder() / f"{key}.lock"):
        if not folder.exists():
            logger.warning("Installing the packages of %s, once, into %s", purpose, folder)
            _install(requirements, python, folder, purpose)
    return folder


def _install(requirements: str, python: str, folder: Path, purpose: str) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        (Path(temporary) / "requirements.txt").write_text(requirements)
        _run_pip(
            ["--python", python],
            ["--target", f"{temporary}/packages", "--requirement", f"{temporary}/requirements.txt"],
            purpose,
        )
        (Path(temporary) / "packages").rename(folder)


def _run_pip(options: Sequence[str], arguments: Sequence[str], purpose: str) -> None:
    command = [sys.executable, "-m", "pip", *options, "--quiet", "--disable-pip-version-check", "install"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        problem = next((line for line in done.stderr.splitlines() if line.startswith("ERROR")), done.stderr)
        raise PackagesUnavailableError(
            f"The packages of {purpose} could not be installed: {' '.join(problem.split())}"
        )


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Let one process at a time install the same packages."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
