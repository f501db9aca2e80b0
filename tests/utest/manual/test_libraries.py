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


@pytest.mark.parametrize("library", LIBRARIES)
def test_library_has_the_version_of_the_project(library: str) -> None:
    assert LibraryDocumentation(library).version == PROJECT["version"]


@pytest.mark.parametrize("library", LIBRARIES)
def test_library_is_imported_in_less_than_300_ms(library: str) -> None:
    command = [sys.executable, "-c", CPU_SECONDS_OF_AN_IMPORT, library]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert float(done.stdout) < 0.3
