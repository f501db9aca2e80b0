"""Runs of real suites: their output.xml is Robot Framework's own."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from robot import run

Runner = Callable[..., Path]


@pytest.fixture
def run_suites(tmp_path: Path) -> Runner:
    """Run suites given as `{path below suites/: text}` and return the output.xml."""

    def run_them(suites: dict[str, str], **options: object) -> Path:
        for name, text in suites.items():
            path = tmp_path / "suites" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        output = tmp_path / "run" / "output.xml"
        run(tmp_path / "suites", output=output, log=None, report=None, stdout=io.StringIO(), **options)
        return output

    return run_them
