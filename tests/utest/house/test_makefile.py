"""The targets of the Makefile: `make help` lists all, and none writes where another one does."""

import os
import re
import shutil
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


def _targets() -> list[str]:
    phony = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)", (REPOSITORY / "Makefile").read_text(), re.MULTILINE)
    assert phony is not None
    return phony[1].replace("\\", " ").split()


def _make(*arguments: str) -> str:
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout


def test_each_target_that_runs_tests_has_a_results_folder_of_its_own() -> None:
    targets = [target for target in _targets() if target.startswith(("test", "smoke"))]
    folders = re.findall(r"--outputdir (\S+)", _make("--dry-run", *targets))
    assert sorted(folders) == sorted(f"results/{target}" for target in targets)


def test_options_are_handed_on_to_runs() -> None:
    assert _make("--dry-run", "test-smoke", "RUN_OPTIONS=--no-alerts").count(" --no-alerts ") == 1


def test_help_lists_every_target() -> None:
    assert sorted(line.split()[0] for line in _make("help").splitlines()) == sorted(_targets())


def test_the_dashboard_gets_the_outputs_of_targets_and_not_those_of_their_processes() -> None:
    folder = REPOSITORY / "results" / "test-of-the-dashboard"
    parts = folder / "pabot_results" / "0"
    try:
        parts.mkdir(parents=True)
        for each in (folder, parts):
            (each / "output.xml").touch()
        command = _make("--dry-run", "dashboard")
    finally:
        shutil.rmtree(folder)
    assert "--outputpath results/test-of-the-dashboard/output.xml" in command
    assert "pabot_results" not in command


def test_processes_of_a_target_share_what_one_has_compiled(tmp_path: Path) -> None:
    shutil.copy(REPOSITORY / "Makefile", tmp_path)
    with (tmp_path / "Makefile").open("a") as makefile:
        makefile.write("show:\n\t@echo $${PYTHONDONTWRITEBYTECODE-unset}\n")
    command = ["make", "--no-print-directory", "show"]
    shown = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout == "unset\n"
