"""The catalogue of defects keeps up with the backend."""

from pathlib import Path

import pytest

from manuel_runner.detection.catalogue import DEFECTS, VARIANTS, read_changes
from support.patched_members import missing_members, unfit_replacements

CHANGE = '''"""Something is different."""


def apply() -> None:
    from manuel_sandbox.domain import versions
    from manuel_sandbox.domain.answer_cache import AnswerCache

    {body}
'''


def problems(folder: Path, body: str) -> list[str]:
    file = folder / "change.py"
    file.write_text(CHANGE.format(body=body))
    return [problem.removeprefix(str(file)) for problem in missing_members(file)]


def test_every_patched_member_exists() -> None:
    files = [change.path for change in read_changes([DEFECTS, VARIANTS])]
    assert len(files) > 500
    assert [problem for file in files for problem in missing_members(file)] == []


def test_every_replaced_function_can_be_called_like_the_original() -> None:
    files = [change.path for change in read_changes([DEFECTS, VARIANTS])]
    assert [problem for file in files for problem in unfit_replacements(file)] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "AnswerCache.get = lambda self, user_id, state, question: None",
            "AnswerCache.get = lambda self, key: None",
        ),
        ("AnswerCache.get = lambda self, *key: None", "AnswerCache.get = lambda self, key, more: None"),
        ("versions.negotiate = lambda *given: ''", "versions.negotiate = lambda: ''"),
    ],
)
def test_a_replacement_with_other_parameters_is_named(tmp_path: Path, right: str, wrong: str) -> None:
    file = tmp_path / "change.py"
    file.write_text(CHANGE.format(body=right))
    assert unfit_replacements(file) == []
    file.write_text(CHANGE.format(body=wrong))
    (problem,) = unfit_replacements(file)
    assert problem.startswith(f"{file}:8: {wrong.partition(' ')[0]} takes (")


@pytest.mark.parametrize(
    ("right", "wrong", "missing"),
    [
        ("versions.CURRENT = ''", "versions.CURENT = ''", "versions.CURENT"),
        ("AnswerCache.get = None", "AnswerCache.got = None", "AnswerCache.got"),
        ("AnswerCache.get, _ = 1, 2", "AnswerCache.got, _ = 1, 2", "AnswerCache.got"),
        ("AnswerCache.__init__ = print", "AnswerCache.__call__ = print", "AnswerCache.__call__"),
        ("setattr(versions, 'CURRENT', '')", "setattr(versions, 'CURENT', '')", "versions.CURENT"),
        ("versions.negotiate({}, {})", "versions.negociate({}, {})", "versions.negociate"),
        ("AnswerCache.get = lambda self: self._table", "AnswerCache.get = lambda self: self._tabel", "self._tabel"),
        ("for each in []: each.text = ''", "for each in []: each.texxt = ''", "each.texxt"),
    ],
)  # fmt: skip
def test_a_misspelt_member_is_named(tmp_path: Path, right: str, wrong: str, missing: str) -> None:
    assert problems(tmp_path, right) == []
    assert problems(tmp_path, wrong) == [f":8: {missing} does not exist"]


@pytest.mark.parametrize(
    ("right", "wrong", "missing"),
    [
        ("import json", "import jason", "jason"),
        ("from json import loads", "from json import lodes", "lodes"),
        ("from manuel_sandbox import settings", "from manuel_sandbox import setings", "setings"),
    ],
)
def test_a_misspelt_import_is_named(tmp_path: Path, right: str, wrong: str, missing: str) -> None:
    assert problems(tmp_path, right) == []
    assert problems(tmp_path, wrong) == [f": {missing} can't be imported"]


def test_a_change_may_have_classes_with_members_of_their_own(tmp_path: Path) -> None:
    assert problems(tmp_path, "class Own:\n        def get(self): self._seen_by_nobody_else = 1") == []
