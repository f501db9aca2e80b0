"""Experiments in YAML files."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from FailureSimulator.errors import FailureSimulationError
from FailureSimulator.experiments import Experiment, FailureStep, Step
from FailureSimulator.yaml_files import read_mapping

_KEYS = ("title", "description", "steady_state", "failures", "probes", "rollback", "recovery")
_REQUIRED = ("title", "steady_state", "failures", "probes")

MakeStep = Callable[[list[Any]], Step]
"""Makes a step from a keyword and its arguments."""


def read_experiment(path: Path, make_step: MakeStep, seconds: Callable[[Any], float]) -> Experiment:
    """Read an experiment.

    Args:
        path: A YAML file with `title`, `steady_state`, `failures`, `probes`, and optionally `rollback` and `recovery`.
        make_step: Makes a step from a keyword and its arguments.
        seconds: Converts a duration to seconds.

    Raises:
        FailureSimulationError: The file is not a valid experiment; the message says in one line what is wrong and where.
    """
    content = read_mapping(path, "an experiment")
    missing = [key for key in _REQUIRED if not content.get(key)]
    unknown = [key for key in content if key not in _KEYS]
    if missing or unknown:
        problems = [f"{key} is missing" for key in missing] + [f"{key!r} is unknown" for key in unknown]
        raise FailureSimulationError(
            f"{path}: {', '.join(problems)}; an experiment can have {', '.join(_KEYS)}."
        )
    return Experiment(
        title=str(content["title"]),
        steady_state=_steps(content, "steady_state", path, make_step),
        failures=[_failure(entry, path) for entry in _listed(content["failures"])],
        probes=_steps(content, "probes", path, make_step),
        rollback=_steps(content, "rollback", path, make_step),
        recovery=seconds(content.get("recovery", 0)),
    )


def _steps(content: Mapping[str, Any], key: str, path: Path, make_step: MakeStep) -> list[Step]:
    return [make_step(_keyword(entry, key, path)) for entry in _listed(content.get(key) or [])]


def _keyword(entry: Any, key: str, path: Path) -> list[Any]:
    if isinstance(entry, str):
        return [entry]
    if isinstance(entry, list) and entry and isinstance(entry[0], str):
        return entry
    raise FailureSimulationError(
        f"{path}: {key} contains {entry!r}; a step must be a keyword, or a list of a keyword and its arguments."
    )


def _failure(entry: Any, path: Path) -> FailureStep:
    if isinstance(entry, str):
        return FailureStep(entry)
    if isinstance(entry, Mapping) and isinstance(entry.get("name"), str):
        return FailureStep(entry["name"], {key: value for key, value in entry.items() if key != "name"})
    raise FailureSimulationError(
        f"{path}: failures contains {entry!r}; a failure must be a name, or a mapping with `name` and options."
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
