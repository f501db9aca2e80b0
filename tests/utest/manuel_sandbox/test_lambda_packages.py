"""The packages that the functions of the template need."""

import json
import re
import subprocess
import sys
from importlib.metadata import packages_distributions, requires
from pathlib import Path

LIBRARIES = Path(__file__).parents[3] / "libraries"
NOT_IN_THE_REQUIREMENTS = {"boto3", "botocore", "manuel-integration-tests"}
"""The runtime has them, and the template has this project itself."""
IMPORTED = """
import json, sys
import manuel_sandbox.lambda_functions
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def names(requirements: list[str]) -> set[str]:
    """Return the packages that lines of requirements name."""
    return {re.split(r"[^\w.-]", line)[0].lower() for line in requirements if not line.startswith("#")}


def test_of_what_the_project_needs_functions_import_what_is_deployed_with_them() -> None:
    deployed = names((LIBRARIES / "requirements.txt").read_text().splitlines())
    of_the_project = names(requires("manuel-integration-tests") or [])
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED], cwd=LIBRARIES, check=True, capture_output=True, text=True
    )
    packages = packages_distributions()
    imported = {package.lower() for name in json.loads(done.stdout) for package in packages.get(name, ())}
    assert "pydantic" in imported & of_the_project
    assert imported & of_the_project - deployed - NOT_IN_THE_REQUIREMENTS == set()
