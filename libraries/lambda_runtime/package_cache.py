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

from lambda_runtime.requirements_file import digest_of_requirements

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
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary) / "requirements.txt"
        file.write_text(requirements)
        return packages_of_file(file, python, purpose=purpose)


def packages_of_file(requirements: Path, python: str, *, purpose: str) -> Path:
    """Return a folder with the packages of a requirements file, which are installed if they have not been before.

    Args:
        requirements: The file. What it includes, and local packages that it names, are found from its folder.
        python: The interpreter that will import them.
        purpose: What they are for, in the message of an error.

    Raises:
        PackagesUnavailableError: pip could not install them.
    """
    needed = f"{Path(python).resolve()}\n{digest_of_requirements(requirements)}"
    folder = cache_folder() / hashlib.sha256(needed.encode()).hexdigest()[:32]
    with _locked(folder.with_suffix(".lock")):
        if not folder.exists():
            logger.warning("Installing the packages of %s, once, into %s", purpose, folder)
            _install(requirements.absolute(), str(Path(python).absolute()), folder, purpose)
    return folder


def _install(requirements: Path, python: str, folder: Path, purpose: str) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        packages = Path(temporary).absolute() / "packages"
        arguments = ["--target", str(packages), "--requirement", str(requirements)]
        _run_pip(["--python", python], arguments, folder=requirements.parent, purpose=purpose)
        packages.rename(folder)


def _run_pip(options: Sequence[str], arguments: Sequence[str], *, folder: Path, purpose: str) -> None:
    """Run pip in a folder, whose modules it does not import."""
    pip = [sys.executable, "-P", "-m", "pip", *options, "--quiet", "--disable-pip-version-check", "install"]
    done = subprocess.run([*pip, *arguments], cwd=folder, capture_output=True, text=True, check=False)
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
