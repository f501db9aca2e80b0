"""The packages that a Python runtime has for every function, AWS's runtime client and boto3, and what sets its clock forward."""

import re
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from lambda_runtime.package_cache import installed_packages

RUNTIME_PACKAGES = ("awslambdaric", "boto3")
CLOCK_PACKAGES = ("time-machine",)
NAME = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class ProcessPackages:
    """Folders with the packages of a process.

    Attributes:
        runtime: What functions can import.
        clock: What sets the clock of the process forward; it is on no function's path.
    """

    runtime: Path
    clock: Path


def process_packages(python: str, folder: Path) -> ProcessPackages:
    """Return the packages of the processes of an interpreter.

    Args:
        python: The interpreter. For the one that runs this, they are those that are installed here, for any other the same
            versions, or the newest ones before them that support it.
        folder: A folder that can be made for them.

    Raises:
        PackagesUnavailableError: They can't be installed for another interpreter.
    """
    folder.mkdir()
    return ProcessPackages(
        runtime=_packages(RUNTIME_PACKAGES, python, folder / "runtime", purpose="the runtime"),
        clock=_packages(CLOCK_PACKAGES, python, folder / "clock", purpose="the clock"),
    )


def _packages(names: tuple[str, ...], python: str, folder: Path, *, purpose: str) -> Path:
    if python != sys.executable:
        wanted = "\n".join(f"{name}<={distribution(name).version}" for name in names)
        return installed_packages(wanted, python, purpose=f"{purpose} on {python}")
    folder.mkdir()
    link_packages(names, folder)
    return folder


def link_packages(names: tuple[str, ...], folder: Path) -> None:
    """Fill a folder with links to packages and what they need, as they are installed here, and to nothing else of the tests'."""
    for package in _with_requirements(names):
        for name in _top_level_entries(package):
            link = folder / name
            if not link.exists():
                link.symlink_to(Path(str(package.locate_file(name))).resolve())


def _with_requirements(names: tuple[str, ...]) -> list[Distribution]:
    found: dict[str, Distribution] = {}
    wanted = list(names)
    while wanted:
        name = wanted.pop()
        if name not in found:
            found[name] = distribution(name)
            wanted += [
                _name_of(requirement)
                for requirement in found[name].requires or ()
                if "extra ==" not in requirement
            ]
    return list(found.values())


def _name_of(requirement: str) -> str:
    match = NAME.match(requirement)
    assert match, requirement
    return match.group()


def _top_level_entries(package: Distribution) -> set[str]:
    return {file.parts[0] for file in package.files or () if file.parts[0] not in ("..", "__pycache__")}
