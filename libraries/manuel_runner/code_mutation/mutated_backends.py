"""Stacks whose backend has mutants: one, or several that do not hide each other."""

import difflib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from manuel_runner.code_mutation.mutants import CodeMutant
from manuel_runner.code_mutation.replaced_modules import modules_of
from manuel_runner.test_runs import FreshStack

CHANGE = '''"""{mutants}"""


def apply():
    from pathlib import Path

    from manuel_runner.code_mutation.replaced_modules import replace_module

    replace_module({module!r}, Path({source!r}), [Path(package) for package in {packages!r}])
'''


def stack_with(mutants: Sequence[CodeMutant], packages: Sequence[Path], folder: Path) -> FreshStack:
    """Return a stack with changes, of the same form as defects, that replace the mutants' modules.

    Args:
        mutants: The mutants, in different functions.
        packages: The folders of the backend's code.
        folder: A folder for files that have to exist until the stack has started.
    """
    names = {path: name for name, path in modules_of(packages).items()}
    changes = []
    for path in sorted({mutant.path for mutant in mutants}):
        within = [mutant for mutant in mutants if mutant.path == path]
        written = Path(tempfile.mkdtemp(dir=folder))
        source, change = written / path.name, written / "change.py"
        source.write_text(_merged(within), encoding="utf-8")
        change.write_text(
            CHANGE.format(
                mutants=", ".join(map(str, within)),
                module=names[path],
                source=str(source),
                packages=[str(package) for package in packages],
            ),
            encoding="utf-8",
        )
        changes.append(str(change))
    return FreshStack({"changes": changes})


def groups_of(mutants: Iterable[CodeMutant]) -> list[list[CodeMutant]]:
    """Divide mutants into few groups that have no two mutants of the same function or the same line."""
    groups: list[list[CodeMutant]] = []
    for mutant in mutants:
        group = next((group for group in groups if not _has_neighbour_of(mutant, group)), None)
        if group is None:
            groups.append(group := [])
        group.append(mutant)
    return groups


def _has_neighbour_of(mutant: CodeMutant, group: Iterable[CodeMutant]) -> bool:
    within = [each for each in group if each.path == mutant.path]
    return any(each.definition == mutant.definition or _overlap(each, mutant) for each in within)


def _overlap(one: CodeMutant, other: CodeMutant) -> bool:
    return any(
        first < other_last and other_first < last
        for first, last, _ in _edits(one)
        for other_first, other_last, _ in _edits(other)
    )


def _merged(mutants: Sequence[CodeMutant]) -> str:
    """Return the source of a file with the changes of all these mutants of it."""
    lines = mutants[0].original.splitlines(keepends=True)
    for first, last, changed in sorted((edit for each in mutants for edit in _edits(each)), reverse=True):
        lines[first:last] = changed
    return "".join(lines)


def _edits(mutant: CodeMutant) -> Iterator[tuple[int, int, list[str]]]:
    before, after = mutant.original.splitlines(keepends=True), mutant.source.splitlines(keepends=True)
    for kind, first, last, start, end in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            yield first, last, after[start:end]
