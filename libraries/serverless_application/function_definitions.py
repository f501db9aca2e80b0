"""The functions of an application, as `lambda_runtime` runs them."""

import shutil
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from application_template.application import CreatedResource
from application_template.errors import TemplateError
from application_template.local_files import code_path
from application_template.scalars import as_text
from lambda_runtime.function import LATEST, FunctionDefinition
from serverless_application.creation import of_type

INLINE_MODULE = "index"
JSON_LOGGING = {"ApplicationLogLevel": "INFO"}
"""What `LoggingConfig` says of JSON if it does not say otherwise (AWS Lambda API reference, LoggingConfig)."""
LOGGING = {"LogFormat": "AWS_LAMBDA_LOG_FORMAT", "ApplicationLogLevel": "AWS_LAMBDA_LOG_LEVEL"}
"""The variables by which the runtime client knows what `LoggingConfig` says."""
SUFFIXES = {"python": ".py", "nodejs": ".js"}


class FunctionDefinitions:
    """Makes the definitions of functions, and folders of code that is inline or in archives.

    Args:
        created: The application's resources by logical id.
        folder: A folder for code, which must live as long as the functions.
    """

    def __init__(self, created: Mapping[str, CreatedResource], folder: Path) -> None:
        self._created = created
        self._folder = folder
        self._layers = {
            one.physical_id: one.properties["Content"]
            for one in of_type(created, "AWS::Lambda::LayerVersion")
        }
        self._qualifiers = _qualifiers(created)
        self._aliases = _aliases(created)

    def __call__(self) -> list[FunctionDefinition]:
        """Return the definition of each function.

        Raises:
            TemplateError: The code of a function or layer is not on this machine, or an alias is of a version that is not there.
        """
        return [self._definition(one) for one in of_type(self._created, "AWS::Lambda::Function")]

    @property
    def foreign_layers(self) -> list[str]:
        """The ARNs of layers that are not in the template, such as those that AWS publishes. Functions run without them."""
        functions = of_type(self._created, "AWS::Lambda::Function")
        used = {arn for one in functions for arn in one.properties.get("Layers", [])}
        return sorted(used - set(self._layers))

    def _definition(self, function: CreatedResource) -> FunctionDefinition:
        properties = function.properties
        concurrency = properties.get("ReservedConcurrentExecutions")
        return FunctionDefinition(
            name=function.physical_id,
            runtime=str(properties["Runtime"]),
            handler=str(properties["Handler"]),
            code=self._code(function, properties["Code"]),
            layers=tuple(self._layer_folders(properties.get("Layers", []))),
            environment=_variables(properties),
            timeout_seconds=float(properties.get("Timeout", 3)),
            memory_megabytes=int(properties.get("MemorySize", 128)),
            reserved_concurrency=None if concurrency is None else int(concurrency),
            chosen_log_group=properties.get("LoggingConfig", {}).get("LogGroup"),
            qualifiers=frozenset(self._qualifiers[function.physical_id]),
            aliases=self._aliases[function.physical_id],
        )

    def _layer_folders(self, arns: Iterable[str]) -> Iterable[Path]:
        for arn in arns:
            if arn in self._layers:
                yield self._unpacked(self._layers[arn], arn)

    def _code(self, function: CreatedResource, code: Mapping[str, Any]) -> Path:
        if "ZipFile" not in code:
            return self._unpacked(code, function.logical_id)
        folder = self._folder / function.logical_id
        folder.mkdir()
        (folder / f"{INLINE_MODULE}{_suffix(function)}").write_text(str(code["ZipFile"]), encoding="utf-8")
        return folder

    def _unpacked(self, code: Mapping[str, Any], name: str) -> Path:
        path = code_path(code)
        if path is None:
            raise TemplateError(
                f"the code of {name} is in the bucket {code.get('S3Bucket')}: name a folder or a zip here"
            )
        return path if path.is_dir() else self._extracted(path)

    def _extracted(self, archive: Path) -> Path:
        folder = self._folder / f"{archive.stem}-{abs(hash(archive)):x}"
        if folder.exists():
            return folder
        try:
            with zipfile.ZipFile(archive) as content:
                content.extractall(folder)
        except zipfile.BadZipFile:
            shutil.rmtree(folder, ignore_errors=True)
            raise TemplateError(f"{archive} is neither a folder nor a zip archive") from None
        return folder


def _qualifiers(created: Mapping[str, CreatedResource]) -> Mapping[str, set[str]]:
    """Return the versions and aliases of each function by its name."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for version in of_type(created, "AWS::Lambda::Version"):
        found[_function_of(version)].add(version.attributes["Version"])
    versions = {name: {LATEST, *numbers} for name, numbers in found.items()}
    for alias in of_type(created, "AWS::Lambda::Alias"):
        name, number = _function_of(alias), str(alias.properties["FunctionVersion"])
        if number not in versions.get(name, {LATEST}):
            raise TemplateError(
                f"Resources/{alias.logical_id}: there is no version {number!r} of the function {name}"
            )
        found[name].add(str(alias.properties["Name"]))
    return found


def _aliases(created: Mapping[str, CreatedResource]) -> Mapping[str, dict[str, str]]:
    """Return the version that each alias names, by the name of the function."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for alias in of_type(created, "AWS::Lambda::Alias"):
        found[_function_of(alias)][str(alias.properties["Name"])] = str(alias.properties["FunctionVersion"])
    return found


def _function_of(resource: CreatedResource) -> str:
    """Return the name of the function to which a version or an alias belongs."""
    return str(resource.properties["FunctionName"]).rpartition(":function:")[2].partition(":")[0]


def _variables(properties: Mapping[str, Any]) -> dict[str, str]:
    variables = properties.get("Environment", {}).get("Variables", {})
    chosen = properties.get("LoggingConfig", {})
    logging = {**JSON_LOGGING, **chosen} if chosen.get("LogFormat") == "JSON" else chosen
    return {
        **{name: as_text(value) for name, value in variables.items()},
        **{name: as_text(logging[setting]) for setting, name in LOGGING.items() if setting in logging},
    }


def _suffix(function: CreatedResource) -> str:
    runtime = str(function.properties["Runtime"])
    for language, suffix in SUFFIXES.items():
        if runtime.startswith(language):
            return suffix
    raise TemplateError(
        f"Resources/{function.logical_id}: inline code needs Python or Node.js, not {runtime}"
    )
