"""Replace the source of a module in a process that has already imported it."""

import ast
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.abc import SourceLoader
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path


def replace_module(name: str, source: Path, packages: Sequence[Path]) -> None:
    """Make the next import of a module use another source, and re-import all modules that depend on it.

    Args:
        name: The module's full name, such as `api_gateway.authorizer`.
        source: The file to load instead. The module's `__file__` does not change.
        packages: The folders of the top-level packages whose modules may import it, including its own.
    """
    for stale in {name, *dependents_of(name, packages)}:
        _forget(stale)
    sys.meta_path.insert(0, _Finder(name, _OtherSource(modules_of(packages)[name], source)))


def dependents_of(name: str, packages: Sequence[Path]) -> set[str]:
    """Return the modules of these packages that import a module, directly or indirectly."""
    imports = {module: set(_imports(path)) for module, path in modules_of(packages).items()}
    dependents: set[str] = set()
    found = {name}
    while found:
        found = {module for module, imported in imports.items() if imported & found} - dependents - {name}
        dependents |= found
    return dependents


def modules_used_by(name: str, packages: Sequence[Path]) -> dict[str, Path]:
    """Return a module and those of these packages that it imports, directly or indirectly, with their files."""
    files = modules_of(packages)
    used: set[str] = set()
    found = {name}
    while found:
        used |= found
        imported = {each for module in found for each in _imports(files[module])}
        found = (imported & files.keys()) - used
    return {module: files[module] for module in sorted(used)}


def modules_of(packages: Iterable[Path]) -> dict[str, Path]:
    """Return the files of these packages by the names of their modules."""
    return {
        ".".join(_parts(path.relative_to(package.parent))): path
        for package in packages
        for path in sorted(package.rglob("*.py"))
    }


def _parts(path: Path) -> tuple[str, ...]:
    parts = path.with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def _imports(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports from, and each imported name with its module: it may be a module too."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _forget(name: str) -> None:
    """Remove a module from `sys.modules` and from its package: `from package import module` looks there first."""
    sys.modules.pop(name, None)
    parent, _, child = name.rpartition(".")
    if parent in sys.modules:
        vars(sys.modules[parent]).pop(child, None)


class _Finder:
    """Finds one module, and gives it a particular loader."""

    def __init__(self, name: str, loader: SourceLoader) -> None:
        self._name = name
        self._loader = loader

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        return spec_from_loader(name, self._loader) if name == self._name else None


class _OtherSource(SourceLoader):
    """Loads a module from another file under the name of the original one."""

    def __init__(self, original: Path, source: Path) -> None:
        self._original = original
        self._source = source

    def get_filename(self, fullname: str) -> str:  # noqa: ARG002 - there is one module
        return str(self._original)

    def get_data(self, path: object) -> bytes:  # noqa: ARG002 - as above
        return self._source.read_bytes()
