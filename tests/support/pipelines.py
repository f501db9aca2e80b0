"""The CI pipelines of this repository: what they run, and where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from support.documents import REPOSITORY

WORKFLOW = REPOSITORY / ".github" / "workflows" / "integration-tests.yml"
JENKINSFILE = REPOSITORY / "Jenkinsfile"

_SHELL_STEP = re.compile(r"\bsh '([^']*)'")


@dataclass(frozen=True)
class ShellStep:
    """A shell command of a GitHub job.

    Attributes:
        command: What is run, by bash.
        variables: Its environment variables, as they are written.
        always: Whether it runs after a step that has failed.
    """

    command: str
    variables: dict[str, str]
    always: bool


@cache
def workflow() -> dict[str, Any]:
    """Return the GitHub workflow."""
    document: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    return document


def shell_steps(job: str) -> Iterator[ShellStep]:
    """Yield the shell commands of a job of the workflow."""
    for step in workflow()["jobs"][job]["steps"]:
        if "run" in step:
            yield ShellStep(step["run"], step.get("env", {}), "cancelled()" in step.get("if", ""))


def action_steps(job: str, action: str) -> list[dict[str, Any]]:
    """Return the steps of a job of the workflow that use an action, whatever its version."""
    steps = workflow()["jobs"][job]["steps"]
    return [step for step in steps if step.get("uses", "").partition("@")[0] == action]


def jenkins_commands() -> list[str]:
    """Return the shell commands of the Jenkinsfile in their order."""
    return _SHELL_STEP.findall(JENKINSFILE.read_text(encoding="utf-8"))


def jenkins_command(part: str) -> str:
    """Return the first shell command that contains a text."""
    return next(command for command in jenkins_commands() if part in command)


def jenkins_categories() -> list[str]:
    """Return the categories that Jenkins runs side by side."""
    values = re.search(r"values ((?:'\w+'(?:, )?)+)", JENKINSFILE.read_text(encoding="utf-8"))
    assert values is not None
    return re.findall(r"'(\w+)'", values[1])


def categories() -> list[str]:
    """Return the categories of the suites."""
    return sorted(path.name for path in Path(REPOSITORY / "suites").iterdir() if path.is_dir())
