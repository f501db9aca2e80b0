"""YAML files that testers write; errors name the file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from FailureSimulator.errors import FailureSimulationError


def read_mapping(path: Path, what: str) -> Mapping[str, Any]:
    """Read a file that contains a mapping.

    Args:
        path: The file.
        what: What it should contain, for the error: `an experiment`.

    Raises:
        FailureSimulationError: The file can't be read, or is not a mapping in YAML.
    """
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FailureSimulationError(f"{path} can't be read: {error.strerror}.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FailureSimulationError(f"{path} is not valid YAML: {' '.join(str(error).split())}.") from None
    if not isinstance(content, Mapping) or not content:
        raise FailureSimulationError(
            f"{path} does not contain {what}: expected a mapping of names to values."
        )
    return {str(name): value for name, value in content.items()}
