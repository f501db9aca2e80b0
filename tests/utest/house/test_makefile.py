"""`make help` lists every target that people can call."""

import re
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


def test_help_lists_every_target() -> None:
    phony = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)", (REPOSITORY / "Makefile").read_text(), re.MULTILINE)
    assert phony is not None
    targets = phony[1].replace("\\", " ").split()
    printed = subprocess.run(
        ["make", "help"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    assert sorted(line.split()[0] for line in printed.splitlines()) == sorted(targets)
