"""A file `results.json` that a run has left."""

import json
from pathlib import Path
from typing import Any

from ManuelEnvironment.errors import ConfigurationError

_MEMBERS = frozenset({"run", "summary", "causes", "test_results"})


def read_results_file(path: Path) -> dict[str, Any]:
    """Return the content of a file that exists.

    Raises:
        ConfigurationError: It is not JSON, or not the results of a run.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ConfigurationError(
            f"{path} is broken: {error}; `manuel-tests report` makes it from output.xml"
        ) from None
    if not isinstance(document, dict) or not document.keys() >= _MEMBERS:
        raise ConfigurationError(
            f"{path} has no results of a run; `manuel-tests report` makes it from output.xml"
        )
    return document
