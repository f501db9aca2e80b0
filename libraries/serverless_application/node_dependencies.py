"""The packages of functions in Node.js, which are not installed here: `sam build` or `npm install` puts them next to the code."""

import json
from collections.abc import Iterable
from pathlib import Path

from lambda_runtime.function import FunctionDefinition
from lambda_runtime.runtimes import in_layers


def missing_dependencies(functions: Iterable[FunctionDefinition]) -> list[str]:
    """Return a line for each function that is not going to find packages which its `package.json` names."""
    missing = {function.name: _missing(function) for function in functions}
    return [
        f"{name} will not find {', '.join(packages)}: run `npm install` next to its package.json"
        for name, packages in missing.items()
        if packages
    ]


def _missing(function: FunctionDefinition) -> list[str]:
    manifest = function.code / "package.json"
    if not function.runtime.startswith("nodejs") or not manifest.exists():
        return []
    folders = [parent / "node_modules" for parent in (function.code, *function.code.parents)]
    folders += in_layers(
        function.layers, ["nodejs/node_modules", f"nodejs/{_version(function)}/node_modules"]
    )
    return [package for package in _dependencies(manifest) if not _is_in(package, folders)]


def _version(function: FunctionDefinition) -> str:
    return function.runtime.removesuffix(".x").replace("nodejs", "node")


def _dependencies(manifest: Path) -> list[str]:
    try:
        return sorted(json.loads(manifest.read_text(encoding="utf-8")).get("dependencies", {}))
    except (ValueError, AttributeError, TypeError):
        return []  # Node.js says what is wrong with it


def _is_in(package: str, folders: Iterable[Path]) -> bool:
    return any((folder / package).exists() for folder in folders)
