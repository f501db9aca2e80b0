"""Files that list known equivalents: YAML lists of entries, each with its reason."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from ManuelEnvironment.errors import ConfigurationError
from strict_yaml import describe_yaml_error, parse_yaml

Entry = TypeVar("Entry", bound=BaseModel)


def read_entries(file: Path, entry: type[Entry]) -> list[Entry]:
    """Read the entries of a file, each of which must be valid.

    Raises:
        ConfigurationError: The file is malformed, or an entry is incomplete.
    """
    try:
        entries = parse_yaml(file.read_text(encoding="utf-8")) or []
        return TypeAdapter(list[entry]).validate_python(entries)  # type: ignore[valid-type]
    except yaml.YAMLError as error:
        raise ConfigurationError(f"{file}: {describe_yaml_error(error)}") from None
    except ValidationError as error:
        raise ConfigurationError(f"{file}: {'; '.join(_problems(error))}") from None


def _problems(error: ValidationError) -> Iterator[str]:
    for problem in error.errors():
        number, *where = problem["loc"] or (0,)
        yield f"entry {int(number) + 1}: {'.'.join(map(str, where))}: {problem['msg']}"
