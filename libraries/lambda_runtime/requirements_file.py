"""What a requirements file says: its text, that of the files that it includes, and the local packages that it names.

Source: pip documentation, "Requirements File Format".
"""

import hashlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

COMMENT = re.compile(r"(^|\s+)#.*$")
CONTINUED = re.compile(r"\\\r?\n")
INCLUDE = re.compile(r"(?:-[rc]\s*|--(?:requirement|constraint)(?:=|\s+))(.+)")
LOCAL = re.compile(r"(?:(?:-e|--editable)(?:=|\s+))?([^;\[]+)")
ARCHIVES = (".whl", ".zip", ".tar.gz")
WRITTEN_BY_BUILDS = re.compile(r"__pycache__|build|dist|\..*|.*\.egg-info")


def digest_of_requirements(file: Path) -> str:
    """Return a digest that changes with everything that pip would read of a requirements file.

    Args:
        file: The file. Files that it includes are found from there, local packages from its folder.
    """
    digest = hashlib.sha256()
    for content in _contents(file, file.parent, set()):
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def _contents(file: Path, folder: Path, seen: set[Path]) -> Iterator[bytes]:
    if file.resolve() in seen or not file.is_file():
        return
    seen.add(file.resolve())
    text = file.read_text()
    yield text.encode()
    for line in _lines(text):
        if found := INCLUDE.fullmatch(line):
            yield from _contents(file.parent / shlex.split(found[1])[0], folder, seen)
        elif (package := _local_package(line, folder)) is not None:
            yield from _contents_of_package(package)


def _lines(text: str) -> Iterator[str]:
    for line in CONTINUED.sub("", text).splitlines():
        if stated := COMMENT.sub("", line).strip():
            yield stated


def _local_package(line: str, folder: Path) -> Path | None:
    """Return the folder or the archive that a line names; None if it names none."""
    found = LOCAL.match(line)
    name = found[1].strip() if found else ""
    is_path = "/" in name or name.startswith(".") or name.endswith(ARCHIVES)
    path = folder / name
    return path if is_path and path.exists() else None


def _contents_of_package(package: Path) -> Iterator[bytes]:
    """Yield names and contents of a package's files, without those that are written when it is built."""
    files = [package] if package.is_file() else sorted(package.rglob("*"))
    for file in files:
        name = file.relative_to(package)
        if file.is_file() and not any(map(WRITTEN_BY_BUILDS.fullmatch, name.parts)):
            yield str(name).encode()
            yield file.read_bytes()
