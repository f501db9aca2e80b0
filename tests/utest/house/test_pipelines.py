"""The GitHub workflow satisfies its schema, the Jenkinsfile is Groovy, and both know all environments and categories."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from groovy_parser.parser import parse_and_digest_groovy_content
from lark.exceptions import UnexpectedInput

from ManuelEnvironment.configuration import environment_names
from support.documents import REPOSITORY
from support.pipelines import JENKINSFILE, WORKFLOW, categories, jenkins_categories, workflow


@pytest.fixture
def parsed() -> Path:
    """Return where the parser keeps its results by what is parsed and by its own version: the Jenkinsfile takes it 10 s."""
    folder = REPOSITORY / ".pytest_cache" / "groovy"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def schema_check(path: Path) -> "subprocess.CompletedProcess[str]":
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        str(path),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_workflow_satisfies_the_schema() -> None:
    checked = schema_check(WORKFLOW)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_misspelt_key_of_a_workflow_is_found(tmp_path: Path) -> None:
    (tmp_path / "workflow.yml").write_text(WORKFLOW.read_text().replace("needs: smoke", "need: smoke"))
    assert schema_check(tmp_path / "workflow.yml").returncode == 1


def test_the_jenkinsfile_is_groovy(parsed: Path) -> None:
    text = JENKINSFILE.read_text(encoding="utf-8")
    assert parse_and_digest_groovy_content(text, cache_directory=parsed)


@pytest.mark.parametrize("broken", ["stage('Install') {", "stage('Install' { }", "options: { sh 'make' }]"])
def test_what_is_not_groovy_is_found(parsed: Path, broken: str) -> None:
    with pytest.raises(UnexpectedInput):
        parse_and_digest_groovy_content(broken, cache_directory=parsed)


def test_jenkins_runs_every_category_once() -> None:
    assert sorted([*jenkins_categories(), "performance"]) == categories()


def test_both_offer_every_environment() -> None:
    choices = re.search(r"choice\(name: 'ENVIRONMENT', choices: \[([^\]]*)\]", JENKINSFILE.read_text())
    assert choices is not None
    assert sorted(re.findall(r"'(\w+)'", choices[1])) == environment_names()
    inputs = workflow()[True]["workflow_dispatch"]["inputs"]  # YAML 1.1 takes the key `on` for a truth value
    assert sorted(inputs["environment"]["options"]) == environment_names()


def test_jenkins_asks_for_a_password_only_where_one_is_needed() -> None:
    text = JENKINSFILE.read_text(encoding="utf-8")
    local, deployed = re.split(r"\n        return\n", text, maxsplit=1)
    assert "if (params.ENVIRONMENT == 'local') {" in local
    assert "withCredentials" not in local
    assert len(re.findall("withCredentials", deployed)) == 1
    assert "credentials(" not in text


def test_a_shell_command_of_the_workflow_has_no_expression() -> None:
    """An expression is put into the text of the command, where it could be anything; a variable could not."""
    steps = [step for job in workflow()["jobs"].values() for step in job["steps"] if "run" in step]
    assert [step["run"] for step in steps if "${{" in step["run"]] == []
    assert len(steps) > 10
