"""The programs that run functions, by the identifier of a runtime such as `python3.12` or `nodejs20.x`."""

import functools
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lambda_runtime.function import FunctionDefinition
from lambda_runtime.package_cache import packages_of_file

IDENTIFIER = re.compile(r"(?P<language>python|nodejs)(?P<version>[0-9.]+?)(\.x)?")

OLDEST_PYTHON = (3, 9)
"""The oldest version on which functions can be run here."""


class UnsupportedRuntimeError(Exception):
    """There is no program for this runtime; the message is one line."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """A runtime as this machine has it.

    Attributes:
        language: `python` or `nodejs`.
        version: Its version, such as `3.12`.
        program: The interpreter.
    """

    language: str
    version: str
    program: str

    @property
    def supervisor(self) -> str:
        """The Python interpreter that starts its processes: its own, if it is one."""
        return self.program if self.language == "python" else sys.executable


def find_runtime(identifier: str, python: str | None = None) -> Runtime:
    """Return the runtime for an identifier.

    Args:
        identifier: The identifier.
        python: The interpreter of all Python functions. None takes one of the very version, if this machine has it, otherwise the
            one that runs this.

    Raises:
        UnsupportedRuntimeError: The runtime is neither Python nor Node.js, or its interpreter can't be run.
    """
    match = IDENTIFIER.fullmatch(identifier)
    if match is None:
        raise UnsupportedRuntimeError(
            f"The runtime {identifier!r} can't be run here: python3.x and nodejsNN.x can."
        )
    if match["language"] == "python":
        return Runtime("python", match["version"], _python_for(match["version"], python))
    program = shutil.which("node")
    if program is None:
        raise UnsupportedRuntimeError(
            f"The runtime {identifier!r} needs Node.js: install it, so that `node` is on PATH."
        )
    return Runtime("nodejs", match["version"], program)


def _python_for(version: str, python: str | None) -> str:
    if python is None:
        return find_python(version) or sys.executable
    if not _runs(python):
        raise UnsupportedRuntimeError(f"The interpreter {python} can't be run.")
    return python


def python_version(identifier: str) -> str | None:
    """Return the version of Python that an identifier names; None if it names something else.

    Example:
        >>> python_version("python3.12"), python_version("nodejs20.x")
        ('3.12', None)
    """
    match = IDENTIFIER.fullmatch(identifier)
    return match["version"] if match and match["language"] == "python" else None


@functools.cache
def find_python(version: str) -> str | None:
    """Return a Python of this machine of a version such as `3.12`: this one, one on the path, or one of pyenv."""
    if tuple(map(int, version.split("."))) < OLDEST_PYTHON:
        return None
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    of_pyenv = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python{version}"))
    candidates = [shutil.which(f"python{version}"), *map(str, reversed(of_pyenv))]
    return next((one for one in candidates if one and _runs(one)), None)


def _runs(python: str) -> bool:
    """Return whether an interpreter can be run; what pyenv puts on the path may be a name without one."""
    try:
        return subprocess.run([python, "-I", "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def python_path(definition: FunctionDefinition, runtime: Runtime) -> list[str]:
    """Return the folders in which a Python function's modules are looked for (AWS Lambda Developer Guide, "Layers").

    Raises:
        PackagesUnavailableError: The packages of its `requirements.txt` can't be installed.
    """
    folders = (f"python/lib/python{runtime.version}/site-packages", "python")
    of_layers = in_layers(definition.layers, folders)
    return [str(folder) for folder in (definition.code, *required_packages(definition, runtime), *of_layers)]


def required_packages(definition: FunctionDefinition, runtime: Runtime) -> list[Path]:
    """Return the folder with what a function's `requirements.txt` names, unless they are in its code already."""
    requirements = definition.code / "requirements.txt"
    if definition.is_built or not requirements.exists() or any(definition.code.glob("*.dist-info")):
        return []
    if not any(line.split("#")[0].strip() for line in requirements.read_text().splitlines()):
        return []
    return [packages_of_file(requirements, runtime.program, purpose=f"the function {definition.name}")]


def node_path(layers: tuple[Path, ...], version: str) -> str:
    """Return the value of `NODE_PATH`: the folders in which a Node.js function's modules are looked for."""
    folders = (f"nodejs/node{version}/node_modules", "nodejs/node_modules")
    return ":".join(map(str, in_layers(layers, folders)))


def in_layers(layers: Sequence[Path], folders: Iterable[str]) -> list[Path]:
    """Return folders of layers in the order in which they are searched.

    Lambda unpacks one layer over the other, so the last one wins (AWS Lambda Developer Guide, "Adding layers to functions").

    Example:
        >>> in_layers([Path("first"), Path("second")], ["bin"])
        [PosixPath('second/bin'), PosixPath('first/bin')]
    """
    return [layer / folder for folder in folders for layer in reversed(layers)]
