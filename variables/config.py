"""Variable file for a settings file that gives only what differs from the file of its environment.

`--variablefile variables/config.py:test_config.json:staging`
"""

from pathlib import Path
from typing import Any

from ManuelEnvironment.configuration import read_config


def get_variables(path: str, environment: str = "") -> dict[str, Any]:
    """Return the settings of the environment that is named; without a name, of the one that the file is for."""
    return read_config(Path(path), environment or None)
