"""The packages that a Python runtime has for every function: AWS's runtime client, and boto3."""

import re
import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path

from lambda_runtime.package_cache import installed_packages

RUNTIME_PACKAGES = ("awslambdaric", "boto3")
NAME = re.compile(r"[A-Za-z0-9._-]+")


def runtime_packages(python: str, folder: Path) -> Path:
    """Return a folder with the runtime's packages for an interpreter.

    Args:
        python: The interpreter. For the one that runs this, they are those that are installed here, for another one the same
            versions, or the newest ones before them that support it.
        folder: A folder in which they can be put.

    Raises:
        PackagesUnavailableError: They can't be installed for another interpreter.
    """
    if python != sys.executable:
        wanted = "\n".join(f"{name}<={distribution(name).version}" for name in RUNTIME_PACKAGES)
        return installed_packages(wanted, python, purpose=f"the runtime on {python}")
    folder.mkdir()
    link_runtime_packages(folder)
    return folder


def link_runtime_packages(folder: Path) -> None:
    """Fill a folder with links to the runtime's packages as they are installed here, and to nothing else of the tests'."""
    for package in _with_requirements(RUNTIME_PACKAGES):
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
