"""The shell commands of Jenkinsfile and workflow, executed in a clone, in the order and with the variables of the pipelines.

Steps that are no commands, such as the download of artifacts, are imitated. Some things are not what they are in CI: the clone
has one small suite for each category, `make install` finds everything installed, and Jenkins runs two
categories of the day. The two pipelines alternate by the day; with `CHAPTERS=all`, everything is executed.
"""

import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import REPOSITORY
from support.pipelines import (
    ShellStep,
    categories,
    jenkins_categories,
    jenkins_command,
    shell_steps,
    workflow,
)
from support.samples import every_so_many_days, sample_of_the_day

SUITE = """\
*** Settings ***
Library      ManuelEnvironment
Test Tags    smoke    {category}


*** Test Cases ***
Quota Is Known In {category}
    Should Be Equal As Integers    ${{daily_quota}}    50
"""
FAILING = """

Something Fails
    [Tags]    -smoke
    Fail    It was not meant to work.
"""


@pytest.fixture
def workspace(clone: Path) -> Path:
    """A clone with a small suite for each category; a test of `end_to_end` fails."""
    for name in ("Makefile", "pyproject.toml", "requirements.txt"):
        shutil.copy(REPOSITORY / name, clone / name)
    for category in categories():
        shutil.rmtree(clone / "suites" / category)
        (clone / "suites" / category).mkdir()
        suite = SUITE.format(category=category) + (FAILING if category == "end_to_end" else "")
        (clone / "suites" / category / "small.robot").write_text(suite)
    (clone / "suites" / "durations.json").unlink()
    (clone / ".venv" / ".installed").touch()
    command = clone / ".venv" / "bin" / "manuel-tests"
    command.write_text('#!/bin/sh\nexec "$(dirname "$0")"/python -m manuel_runner.command_line "$@"\n')
    command.chmod(0o755)
    (clone / "results").mkdir()
    return clone


@dataclass(frozen=True)
class Shell:
    """Runs commands in a workspace as a CI server does."""

    workspace: Path
    words: tuple[str, ...]
    variables: dict[str, str]

    def status(self, command: str, **variables: str) -> int:
        """Run a command, print what it prints, and return its exit status."""
        done = subprocess.run(
            [*self.words, command],
            cwd=self.workspace,
            env={**os.environ, "ENVIRONMENT": "local", **self.variables, **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        print(command, done.stdout, done.stderr, sep="\n")
        return done.returncode


def results_of(workspace: Path) -> dict[str, int]:
    summary: dict[str, int] = json.loads((workspace / "results" / "results.json").read_text())["summary"]
    return summary


@every_so_many_days(2, first=0)
@pytest.mark.timeout(300)
def test_jenkins_runs_and_reports_every_category(workspace: Path) -> None:
    jenkins = Shell(workspace, ("sh", "-xe", "-c"), {})
    (workspace / "results" / "api").mkdir()
    (workspace / "results" / "api" / "output.xml").write_text("of the last build")
    assert jenkins.status(jenkins_command("find results")) == 0
    assert list((workspace / "results").iterdir()) == []
    assert jenkins.status(jenkins_command("make install")) == 0
    assert jenkins.status(jenkins_command("test-smoke")) == 0
    run_tests = jenkins_command("$OPTIONS")

    def status(category: str) -> int:
        return jenkins.status(run_tests, OPTIONS=f"--category {category}", FOLDER=category)

    tried = sample_of_the_day(jenkins_categories(), 2)
    with ThreadPoolExecutor(2) as at_the_same_time:
        assert set(at_the_same_time.map(status, tried)) == {0}
    assert status("performance") == 0
    assert jenkins.status(run_tests, OPTIONS="--category none", FOLDER="none") == 1
    assert jenkins.status(jenkins_command("make report")) == 0
    assert jenkins.status(jenkins_command("manuel-tests alert")) == 0
    summary = results_of(workspace)
    assert (summary["passed"], summary["failed"]) == (len(categories()), int("end_to_end" in tried))
    assert (workspace / "results" / "xunit.xml").exists()


def values_of(step: ShellStep, part: dict[str, str]) -> dict[str, str]:
    """Return the variables of a step, with the values of the matrix, and without secrets and variables of GitHub."""
    values = {f"${{{{ matrix.{name} }}}}": value for name, value in part.items()}
    return {name: values.get(value, "") for name, value in step.variables.items()}


@every_so_many_days(2, first=1)
@pytest.mark.timeout(300)
def test_github_reports_smoke_tests_that_have_failed(workspace: Path) -> None:
    suite = workspace / "suites" / "end_to_end" / "small.robot"
    suite.write_text(suite.read_text().replace("[Tags]    -smoke", "[Tags]    smoke"))
    github = Shell(workspace, ("bash", "-e", "-c"), {"GITHUB_STEP_SUMMARY": str(workspace / "summary.md")})
    assert [github.status(step.command) for step in shell_steps("smoke")] == [0, 2]
    assert [github.status(step.command) for step in shell_steps("report")] == [0] * 4
    summary = results_of(workspace)
    assert (summary["passed"], summary["failed"]) == (len(categories()), 1)


@every_so_many_days(2, first=1)
@pytest.mark.timeout(300)
def test_github_runs_all_parts_and_shows_what_failed(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    github = Shell(workspace, ("bash", "-e", "-c"), {"GITHUB_STEP_SUMMARY": str(workspace / "summary.md")})
    assert [step.command for step in shell_steps("smoke")] == ["make install", jenkins_command("test-smoke")]
    statuses = [
        github.status(step.command, **values_of(step, part))
        for part in workflow()["jobs"]["suites"]["strategy"]["matrix"]["include"]
        for step in shell_steps("suites")
    ]
    assert sorted(statuses) == [0] * 7 + [1]
    capsys.readouterr()
    assert [github.status(step.command) for step in shell_steps("report")] == [0] * 4
    title = "file=suites/end_to_end/small.robot,line=11,title=Something Fails"
    assert f"::error {title}::It was not meant to work." in capsys.readouterr().out
    assert "Manuel on local: 1 failed" in (workspace / "summary.md").read_text()
    assert results_of(workspace)["passed"] == len(categories())
