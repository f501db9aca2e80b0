"""Every keyword library tells the version of the project, and is imported quickly."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from robot.libdoc import LibraryDocumentation

from keyword_manual import LIBRARIES

PROJECT = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CPU_SECONDS_OF_AN_IMPORT = """
import importlib, sys, time
import robot.api.deco
before = time.process_time()
importlib.import_module(sys.argv[1])
print(time.process_time() - before)
"""

HEAVY = {"aws_stand_in", "boto3", "botocore", "moto", "pydantic", "requests", "werkzeug"}
MODULES_OF_AN_IMPORT = "import importlib, sys; importlib.import_module(sys.argv[1]); print(*sys.modules)"


@pytest.mark.parametrize("library", LIBRARIES)
def test_library_has_the_version_of_the_project(library: str) -> None:
    assert LibraryDocumentation(library).version == PROJECT["version"]


@pytest.mark.parametrize("library", LIBRARIES)
def test_library_is_imported_in_less_than_300_ms(library: str) -> None:
    assert float(output_of(CPU_SECONDS_OF_AN_IMPORT, library)) < 0.3


@pytest.mark.parametrize("library", LIBRARIES)
def test_library_imports_nothing_heavy(library: str) -> None:
    imported = {module.partition(".")[0] for module in output_of(MODULES_OF_AN_IMPORT, library).split()}
    assert library in imported
    assert imported & HEAVY == set()


def output_of(script: str, library: str) -> str:
    command = [sys.executable, "-c", script, library]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
