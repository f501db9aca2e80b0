"""The programs that run functions, by the identifier of a runtime such as `python3.12` or `nodejs20.x`."""

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

IDENTIFIER = re.compile(r"(?P<language>python|nodejs)(?P<version>[0-9.]+?)(\.x)?")


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


def find_runtime(identifier: str) -> Runtime:
    """Return the runtime for an identifier.

    Python is the one that runs the tests, and Node.js the one on the path.

    Raises:
        UnsupportedRuntimeError: The runtime is neither Python nor Node.js, or there is no Node.js.
    """
    match = IDENTIFIER.fullmatch(identifier)
    if match is None:
        raise UnsupportedRuntimeError(
            f"The runtime {identifier!r} can't be run here: python3.x and nodejsNN.x can."
        )
    if match["language"] == "python":
        return Runtime("python", match["version"], sys.executable)
    program = shutil.which("node")
    if program is None:
        raise UnsupportedRuntimeError(
            f"The runtime {identifier!r} needs Node.js: install it, so that `node` is on PATH."
        )
    return Runtime("nodejs", match["version"], program)


def python_path(code: Path, layers: tuple[Path, ...], version: str) -> list[str]:
    """Return the folders in which a Python function's modules are looked for (AWS Lambda Developer Guide, "Layers")."""
    of_layers = [
        folder
        for layer in layers
        for folder in (layer / "python" / "lib" / f"python{version}" / "site-packages", layer / "python")
    ]
    return [str(folder) for folder in (code, *of_layers)]


def node_path(layers: tuple[Path, ...], version: str) -> str:
    """Return the value of `NODE_PATH`: the folders in which a Node.js function's modules are looked for."""
    return ":".join(
        str(layer / "nodejs" / folder)
        for layer in layers
        for folder in (f"node{version}/node_modules", "node_modules")
    )
