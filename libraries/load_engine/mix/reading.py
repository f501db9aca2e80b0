"""Reading the file of a load mix, with errors in one line."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from field_comparison.suggestions import did_you_mean
from load_engine.mix.data import read_rows
from load_engine.mix.model import LoadMix, MixedRequest
from load_engine.mix.source import Placeholders, Rows
from strict_yaml import describe_yaml_error, parse_yaml


class LoadMixError(ValueError):
    """A load mix can't be used; the message is one line that names the file and the key."""

    ROBOT_SUPPRESS_NAME = True


def read_mix(path: Path) -> tuple[LoadMix, Rows]:
    """Read a load mix and its data.

    Raises:
        LoadMixError: One of the files can't be read, or something in it is wrong.
    """
    try:
        mix = LoadMix.model_validate(parse_yaml(path.read_text(encoding="utf-8")))
        rows = read_rows(path.parent / mix.data) if mix.data else []
        _require_columns(mix, rows)
    except OSError as error:
        raise LoadMixError(f"{error.filename}: can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise LoadMixError(f"{path}: is not UTF-8 text") from None
    except yaml.YAMLError as error:
        raise LoadMixError(f"{path}: {describe_yaml_error(error)}") from None
    except ValidationError as error:
        first = min(error.errors(include_url=False), key=lambda each: each["type"] != "extra_forbidden")
        raise LoadMixError(f"{path}: {_explain(first)}") from None
    except ValueError as error:
        raise LoadMixError(f"{path}: {error}") from None
    return mix, rows


def _require_columns(mix: LoadMix, rows: Rows) -> None:
    """Require that each placeholder has a column in each row.

    Raises:
        ValueError: One has none.
    """
    used = {name: request for request in mix.requests for name in Placeholders.names_in(request)}
    for name, request in used.items():
        where = f"{{{name}}} in {request.label}"
        if not rows:
            raise ValueError(f"{where} needs data with a column {name!r}: name a file under `data`")
        if missing := next((number for number, row in enumerate(rows, 1) if name not in row), None):
            raise ValueError(
                f"{where}: row {missing} of {mix.data} has no {name!r}, only {', '.join(rows[missing - 1])}"
            )


def _explain(problem: ErrorDetails) -> str:
    where = _place(problem["loc"])
    if problem["type"] == "value_error":
        text = str(problem["ctx"]["error"])
        return f"{where}: {text}" if where else text
    if problem["type"] == "missing":
        return f"{where} is missing"
    if problem["type"] == "extra_forbidden":
        names = _keys_at(problem["loc"])
        name = str(problem["loc"][-1])
        return f"there is no key {where}.{did_you_mean(name, names)} The keys are {', '.join(names)}."
    shown = f"{problem['input']!r:.100}"
    return f"{where or 'the file'} is {shown}; {problem['msg'][0].lower()}{problem['msg'][1:]}"


def _place(location: tuple[str | int, ...]) -> str:
    """Return the place of a value as in `requests[2].weight`, without the names of the alternatives that were tried."""
    parts = [part for part in location if isinstance(part, int) or (part.isidentifier() and part.islower())]
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(".")


def _keys_at(location: tuple[Any, ...]) -> Collection[str]:
    model: type[BaseModel] = MixedRequest if len(location) > 1 else LoadMix
    return model.model_fields
