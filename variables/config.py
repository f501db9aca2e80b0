"""Variable file for any settings file, above all the older JSON form.

`--variablefile variables/config.py:test_config.json:staging`
"""

from pathlib import Path
from typing import Any

from ManuelEnvironment.configuration import read_config


def get_variables(path: str, environment: str = "") -> dict[str, Any]:
    """The settings of a file; where it has `test_environments`, of the one that is named."""
    return read_config(Path(path), environment or None)
