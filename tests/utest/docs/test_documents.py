"""The documents: every link, command, option and path in them exists."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from manuel_runner.test_runs.suites import Suites
from support.documents import (
    REPOSITORY,
    Document,
    broken_links,
    documents,
    missing_paths,
    unknown_make_targets,
    unknown_options,
    unreachable,
)

DOCUMENTS = documents()
ROBOT_CASES = [
    pytest.param(block, id=f"{document.path.relative_to(REPOSITORY)}-{number}")
    for document in DOCUMENTS
    for number, block in enumerate(document.code_blocks("robotframework"), 1)
    if "*** Test Cases ***" in block
    and ".py\n" not in block  # with a library of its own: executed in tests/utest/manuel_tests
]
DECISIONS = sorted((REPOSITORY / "docs" / "adr").glob("[0-9]*.md"))
TEST_IN_A_RUN = re.compile(r"^(?:FAILED)? +((?:[A-Z]\w*\.)+.+?)  [\d.]+ s$", re.MULTILINE)
NOTICED_BY = re.compile(r'^NOTICED_BY = "(.+)"$', re.MULTILINE)
SECTIONS = ["Context", "Decision", "Alternatives", "Consequences"]
LONGEST_DECISION = 60

each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda document: str(document.path.relative_to(REPOSITORY))
)
each_decision = pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)


@each_document
def test_links_lead_somewhere(document: Document) -> None:
    assert broken_links(document) == []


def test_links_lead_to_what_every_clone_has() -> None:
    targets = {
        str((document.path.parent / link.partition("#")[0]).resolve())
        for document in DOCUMENTS
        for link in document.links
    }
    ignored = subprocess.run(
        ["git", "check-ignore", "--stdin"],
        cwd=REPOSITORY,
        input="\n".join(sorted(targets)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ignored.stdout, ignored.stderr) == ("", "")


@each_document
def test_make_targets_exist(document: Document) -> None:
    assert unknown_make_targets(document) == []


@each_document
def test_commands_have_the_options_they_are_given(document: Document) -> None:
    assert unknown_options(document) == []


@each_document
def test_paths_in_documents_exist(document: Document) -> None:
    assert missing_paths(document) == []


def test_every_document_can_be_found_from_the_readme() -> None:
    assert unreachable(Document(REPOSITORY / "README.md"), DOCUMENTS) == []


@pytest.mark.parametrize("block", ROBOT_CASES)
def test_examples_pass_a_dry_run(block: str, tmp_path: Path) -> None:
    folder = tmp_path / "suites" / "documents" if "../../resources" in block else tmp_path / "suites"
    folder.mkdir(parents=True)
    (tmp_path / "resources").symlink_to(REPOSITORY / "resources")
    (folder / "example.robot").write_text(block, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "robot",
        "--dryrun",
        "--output",
        "NONE",
        "--log",
        "NONE",
        "--report",
        "NONE",
    ]
    run = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_tests_in_examples_of_runs_and_defects_exist() -> None:
    suites = Suites.load()
    named = [
        name
        for document in DOCUMENTS
        for name in (
            *TEST_IN_A_RUN.findall("\n".join(document.code_blocks("text"))),
            *NOTICED_BY.findall("\n".join(document.code_blocks("python"))),
        )
    ]
    assert named
    assert [name for name in named if not suites.called(name)] == []


def test_the_index_lists_every_decision_with_its_title() -> None:
    index = (REPOSITORY / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[(\d{4})\]\(([^)]+)\) \| (.+?) \|", index, re.MULTILINE)
    assert listed == [(path.name[:4], path.name, _title(path)) for path in DECISIONS]
    assert [int(number) for number, _, _ in listed] == list(range(1, len(DECISIONS) + 1))


@each_decision
def test_a_decision_has_all_its_parts_and_is_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert re.search(r"^Status: (?:accepted|superseded by \[\d{4}\]\(.+\))$", text, re.MULTILINE)
    assert len(text.splitlines()) <= LONGEST_DECISION


def test_the_table_has_the_layers_that_import_linter_holds() -> None:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]
    layers = next(contract["layers"] for contract in settings["contracts"] if contract["type"] == "layers")
    text = Document(REPOSITORY / "docs" / "architecture.md").text
    table = text.partition("| layer | packages |\n")[2].partition("\n\n")[0].splitlines()[1:]
    rows = [re.findall(r"`(\w+)`", row.split("|")[2]) for row in table]
    assert rows == [re.findall(r"\w+", layer) for layer in layers]


def _title(path: Path) -> str:
    return path.read_text(encoding="utf-8").splitlines()[0].removeprefix(f"# {path.name[:4]}. ")
