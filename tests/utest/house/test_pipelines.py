"""The GitHub workflow satisfies its schema, the Jenkinsfile is Groovy, and both know all environments and categories."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from groovy_parser.parser import parse_and_digest_groovy_content
from lark.exceptions import UnexpectedInput

from ManuelEnvironment.configuration import environment_names
from support.documents import REPOSITORY
from support.pipelines import (
    JENKINSFILE,
    WORKFLOW,
    action_steps,
    categories,
    jenkins_categories,
    jenkins_commands,
    shell_steps,
    workflow,
)

JOBS = ("smoke", "suites", "report")


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
    assert len(re.findall("withCredentials.*MANUEL_TEST_PASSWORD", deployed)) == 1
    assert "credentials(" not in text


@pytest.mark.parametrize(
    ("alerts", "status"),
    [
        ("- to: slack", 0),
        ("- url_from: MY_WEBHOOK\n  to: 'webhook'", 0),
        ("- {to: teams}", 0),
        ("- to: email", 1),
        ("# - to: slack", 1),
        ("", 1),
    ],
)
def test_jenkins_asks_for_a_webhook_only_where_one_is_needed(
    tmp_path: Path, alerts: str, status: int
) -> None:
    question = re.search(r"'(grep .*variables/\$ENVIRONMENT.*)'", JENKINSFILE.read_text(encoding="utf-8"))
    assert question is not None
    (tmp_path / "variables").mkdir()
    (tmp_path / "variables" / "staging.yaml").write_text(f"alerts:\n{alerts}\n")
    command = ["sh", "-c", question[1]]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, "ENVIRONMENT": "staging"}, check=False)
    assert done.returncode == status


def test_only_the_whole_run_sends_alerts() -> None:
    commands = [*jenkins_commands(), *(step.command for job in JOBS for step in shell_steps(job))]
    runs = [command for command in commands if re.search(r"manuel-tests run |make test", command)]
    assert len(runs) == 4
    assert [command for command in runs if "--no-alerts" not in command] == []


def test_jenkins_sends_alerts_and_reports_after_any_stage_that_has_failed() -> None:
    stages, _, afterwards = JENKINSFILE.read_text(encoding="utf-8").partition(
        "\n    post {\n        always {"
    )
    assert "manuel-tests alert" in stages.partition("void sendAlerts() {")[2].partition("\n}\n")[0]
    assert stages.count("manuel-tests alert") == 1
    order = [afterwards.index(step) for step in ("make report", "sendAlerts()", "archiveArtifacts")]
    assert order == sorted(order)


def test_github_reports_and_sends_alerts_whatever_has_failed() -> None:
    report = workflow()["jobs"]["report"]
    assert report["needs"] == ["smoke", "suites"]
    assert report["if"] == "${{ !cancelled() }}"
    assert report["environment"] == workflow()["jobs"]["smoke"]["environment"]
    (alert,) = (step for step in shell_steps("report") if "manuel-tests alert" in step.command)
    assert alert.always
    assert {"MANUEL_ALERT_WEBHOOK", "PROBLEM"} == set(alert.variables)


def test_github_keeps_what_each_run_leaves_in_a_folder_of_its_own() -> None:
    """A download of one artifact or several, of a part that has failed as well, gives the folders that `make report` merges."""
    uploads = [step for job in ("smoke", "suites") for step in action_steps(job, "actions/upload-artifact")]
    assert [step["if"] for step in uploads] == ["always()"] * 2
    assert [step["with"]["path"] for step in uploads] == ["${{ env.CLONE }}/results/*/**"] * 2
    (download,) = action_steps("report", "actions/download-artifact")
    assert download["with"]["merge-multiple"] is True
    for upload in uploads:
        assert upload["with"]["name"].partition("-")[0] in download["with"]["pattern"]


def test_github_keeps_the_history_of_failed_runs() -> None:
    (restore,) = action_steps("report", "actions/cache/restore")
    (save,) = action_steps("report", "actions/cache/save")
    assert save["if"] == "always()"
    assert save["with"]["path"] == restore["with"]["path"]
    assert action_steps("report", "actions/cache") == []
    steps = workflow()["jobs"]["report"]["steps"]
    assert all("manuel-tests alert" not in step.get("run", "") for step in steps[steps.index(save) :])


def test_a_shell_command_of_the_workflow_has_no_expression() -> None:
    """An expression is put into the text of the command, where it could be anything; a variable could not."""
    steps = [step for job in workflow()["jobs"].values() for step in job["steps"] if "run" in step]
    assert [step["run"] for step in steps if "${{" in step["run"]] == []
    assert len(steps) > 10
