"""Variable file for the older JSON form: `--variablefile variables/config.py:test_config.json:staging`."""

from pathlib import Path
from typing import Any

from ManuelEnvironment.configuration import read_older_json


def get_variables(path: str, environment: str) -> dict[str, Any]:
    """The settings of one environment of a JSON file with `test_environments`."""
    return read_older_json(Path(path), environment)
