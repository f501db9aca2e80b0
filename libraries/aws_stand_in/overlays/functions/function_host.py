"""The functions of one account in one region, as moto keeps them."""

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from moto.awslambda.models import lambda_backends

from aws_stand_in.overlays.functions.account_functions import AccountFunctions
from lambda_runtime.function import LATEST, FunctionDefinition
from lambda_runtime.functions import LambdaFunctions
from lambda_runtime.runtimes import UnsupportedRuntimeError, find_runtime

_OTHER_VERSION = "Versions with other code or settings than the latest do not run here."


class _CannotRunError(Exception):
    """A function does not run here; the message says why."""


class FunctionHost:
    """Runs the functions of one account in one region.

    Args:
        functions: None yet, and ready for some.
        folder: A folder for their code.
    """

    def __init__(self, functions: LambdaFunctions, folder: Path) -> None:
        self._functions = functions
        self._folder = folder
        self.registered = AccountFunctions(functions, {})
        """Those that run, and why others do not."""

    def follow(self, kept: Mapping[str, Any]) -> None:
        """Have the functions that moto keeps, as it keeps them."""
        reasons: dict[str, str] = {}
        wanted = dict(self._definitions(kept, reasons))
        for name in self._functions.definitions.keys() - wanted.keys():
            self._functions.remove(name)
        for name, definition in wanted.items():
            if self._functions.definitions.get(name) != definition:
                self._functions.define(definition)
                kept[name].logs_backend.ensure_log_group(definition.log_group)
        self.registered.reasons = reasons
        self.registered.invoke_configurations = {
            name: one.event_invoke_config[-1].response()
            for name, one in kept.items()
            if one.event_invoke_config
        }

    def _definitions(
        self, kept: Mapping[str, Any], reasons: dict[str, str]
    ) -> Iterator[tuple[str, FunctionDefinition]]:
        """Yield what runs, by name, and note why other functions, versions and aliases do not."""
        for name, one in kept.items():
            qualifiers, others = _qualifiers(one)
            reasons.update((f"{name}:{other}", _OTHER_VERSION) for other in others)
            try:
                yield name, self._definition(one, qualifiers)
            except (_CannotRunError, UnsupportedRuntimeError) as error:
                reasons[name] = str(error)

    def _definition(self, kept: Any, qualifiers: Mapping[str, str]) -> FunctionDefinition:
        if kept.package_type != "Zip":
            raise _CannotRunError("Container images do not run here.")
        find_runtime(kept.run_time)
        reserved = kept.reserved_concurrency
        return FunctionDefinition(
            name=kept.function_name,
            runtime=kept.run_time,
            handler=kept.handler,
            code=self._unpacked(kept),
            layers=tuple(self._unpacked(layer) for layer in _layers_of(kept)),
            environment=dict(kept.environment_vars),
            timeout_seconds=float(kept.timeout),
            memory_megabytes=int(kept.memory_size),
            reserved_concurrency=None if reserved is None else int(reserved),
            qualifiers=frozenset(qualifiers),
            aliases={name: version for name, version in qualifiers.items() if name != version},
            is_built=True,
        )

    def _unpacked(self, kept: Any) -> Path:
        """Return the folder with the code of a function or a layer."""
        folder = self._folder / hashlib.sha256(kept.code_sha_256.encode()).hexdigest()
        if not folder.exists():
            begun = folder.with_suffix(".begun")
            begun.mkdir(parents=True, exist_ok=True)
            try:
                with zipfile.ZipFile(io.BytesIO(kept.code_bytes)) as content:
                    content.extractall(begun)
            except (zipfile.BadZipFile, RuntimeError):
                raise _CannotRunError("Its code, or that of a layer, is not a ZIP archive.") from None
            begun.rename(folder)
        return folder


def _qualifiers(latest: Any) -> tuple[dict[str, str], set[str]]:
    """Return the versions, and the aliases with their versions, that are like the latest version, and the others."""
    backend, name = lambda_backends[latest.account_id][latest.region], latest.function_name
    published = {
        str(one.version): one for one in backend.list_versions_by_function(name) if one.version != LATEST
    }
    same = {version for version, one in published.items() if _what_runs(one) == _what_runs(latest)}
    named = {one.name: str(one.function_version) for one in backend.list_aliases(name)}
    qualifiers = {one: version for one, version in named.items() if version in {LATEST, *same}}
    qualifiers.update(zip(same, same, strict=True))
    return qualifiers, {*published, *named} - qualifiers.keys()


def _layers_of(kept: Any) -> list[Any]:
    backend = lambda_backends[kept.account_id][kept.region]
    layers = [backend.layers_versions_by_arn(layer["Arn"]) for layer in kept.layers]
    if None in layers:
        raise _CannotRunError("A layer of it has been deleted.")
    return layers


def _what_runs(kept: Any) -> tuple[Any, ...]:
    """Return what tells how a version of a function runs."""
    return (
        kept.code_sha_256,
        kept.handler,
        kept.run_time,
        kept.environment_vars,
        kept.timeout,
        kept.memory_size,
        kept.layers,
    )
