"""The checks of the documents notice what is wrong, and leave alone what is right."""

from pathlib import Path

import pytest

from support.documents import (
    Document,
    broken_links,
    documents,
    missing_paths,
    unknown_make_targets,
    unknown_options,
    unreachable,
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a Makefile, a package, and a document with one heading."""
    (tmp_path / "Makefile").write_text("N ?= 20\nall: test\ntest check: install\n\techo\n")
    (tmp_path / "libraries" / "engine").mkdir(parents=True)
    (tmp_path / "libraries" / "engine" / "rules.py").touch()
    (tmp_path / "other.md").write_text("# What it's for\n")
    return tmp_path


def document(repository: Path, text: str) -> Document:
    path = repository / "page.md"
    path.write_text(text)
    return Document(path, repository)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("[it](other.md)", "[it](no.md)"),
        ("[it](other.md#what-its-for)", "[it](other.md#elsewhere)"),
        ("# Here\n[it](#here)", "# Here\n[it](#there)"),
        ("![it](other.md)", "![it](no.png)"),
        ("[it](https://example.com/no.md)", "[it](./no.md)"),
    ],
)
def test_a_broken_link_is_found(repository: Path, good: str, bad: str) -> None:
    assert broken_links(document(repository, good)) == []
    assert len(broken_links(document(repository, bad))) == 1


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("`make check`", "`make chekc`"),
        ("```bash\nmake test N=3   # three times\n```", "```bash\nmake test M=3\n```"),
        ("make sure that it works", "```sh\n  make tset\n```"),
    ],
)
def test_an_unknown_target_of_make_is_found(repository: Path, good: str, bad: str) -> None:
    assert unknown_make_targets(document(repository, good)) == []
    assert len(unknown_make_targets(document(repository, bad))) == 1


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("`manuel-tests run --include smoke`", "`manuel-tests run --included smoke`"),
        ("`manuel-tests --help`", "`manuel-tests dance`"),
        ("`manuel-tests detect [--null]`", "`manuel-tests detect [--nil]`"),
        ("```bash\nmanuel-sandbox --port 8080\n```", "```bash\nmanuel-sandbox --prot 8080\n```"),
        ("`python -m MockAWS --imitates`", "`python -m MockAWS --imitate-all`"),
        ("`python -m fault_engine.proxy`", "`python -m fault_engine.poxy`"),
    ],
)
def test_an_unknown_option_is_found(repository: Path, good: str, bad: str) -> None:
    assert unknown_options(document(repository, good)) == []
    assert len(unknown_options(document(repository, bad))) == 1


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("`libraries/engine/rules.py`", "`libraries/engine/rule.py`"),
        ("`engine/rules.py`", "`engine/faults/`"),
        ("`libraries/<package>/rules.py`", "`libraries/<package>/fields.py`"),
        ("`application/json`, `results/log.html`, `/api/query`", "`server/rules.py`"),
        ("```bash\nless libraries/engine/rules.py\n```", "```bash\nless libraries/engine/laws.py\n```"),
    ],
)
def test_a_missing_path_is_found(repository: Path, good: str, bad: str) -> None:
    assert missing_paths(document(repository, good)) == []
    assert len(missing_paths(document(repository, bad))) == 1


def test_documents_that_nobody_links_to(repository: Path) -> None:
    page = document(repository, "[it](other.md)")
    assert unreachable(page, documents(repository)) == []
    (repository / "libraries" / "orphan.md").touch()
    assert unreachable(page, documents(repository)) == [
        f"no link leads to {repository / 'libraries' / 'orphan.md'}"
    ]
