"""What is wrong with a function, before anything starts.

Source: AWS Lambda API reference, CreateFunction.
"""

import re
from pathlib import Path
from typing import Any

from application_template.application import TemplateResource
from application_template.errors import TemplateError
from application_template.local_files import code_path
from lambda_runtime.runtimes import find_runtime
from lambda_runtime.variables import RESERVED_VARIABLES
from serverless_application.numbers import require_number

NEEDED = ("Code", "Handler", "Runtime")
TIMEOUT, MEMORY = range(1, 901), range(128, 10241)
VARIABLE = re.compile(r"[a-zA-Z][a-zA-Z0-9_]+")
MODULES = ("", ".py", ".js", ".mjs", ".cjs")
"""How the name of a function's module ends."""


def check_function(resource: TemplateResource) -> None:
    """Require that a function can run here.

    Raises:
        TemplateError: It cannot.
        UnsupportedRuntimeError: Its runtime is not available.
    """
    properties = resource.properties
    if properties.get("PackageType", "Zip") != "Zip":
        raise TemplateError(
            "the function is a container image, which needs Docker: only code in a folder or a zip runs here"
        )
    missing = [name for name in NEEDED if name not in properties]
    if missing:
        raise TemplateError(f"the property {missing[0]!r} is missing")
    find_runtime(str(properties["Runtime"]))
    require_number(properties, "Timeout", TIMEOUT)
    require_number(properties, "MemorySize", MEMORY)
    for name, value in properties.get("Environment", {}).get("Variables", {}).items():
        _require_variable(name, value)
    _require_built(resource)


def _require_variable(name: str, value: Any) -> None:
    if name in RESERVED_VARIABLES:
        raise TemplateError(f"Lambda itself sets the variable {name}, so Environment cannot")
    if not VARIABLE.fullmatch(name):
        raise TemplateError(
            f"the name of a variable has letters, digits and underscores, and begins with a letter, not {name!r}"
        )
    if isinstance(value, list | dict):
        kind = "a list" if isinstance(value, list) else "a mapping"
        raise TemplateError(f"the variable {name} must be text, not {kind}")


def _require_built(resource: TemplateResource) -> None:
    """Require that a function has its module, if `sam build` is to make it."""
    method, code = resource.metadata.get("BuildMethod"), code_path(resource.properties["Code"])
    if method is None or code is None or not code.is_dir():
        return
    handler = str(resource.properties["Handler"])
    if not _has_module(code, handler.rpartition(".")[0]):
        raise TemplateError(
            f"`sam build` makes the module of {handler!r} ({method}), which is not in {code}: "
            "run it, and name .aws-sam/build/template.yaml"
        )


def _has_module(code: Path, module: str) -> bool:
    paths = {module, module.replace(".", "/")}
    return any((code / f"{path}{suffix}").exists() for path in paths for suffix in MODULES)
