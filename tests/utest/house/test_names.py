"""A public class name stands for one class in all of `libraries/`, and the name of a test for one test in all of `suites/`."""

import ast
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from robot import running
from robot.utils import normalize

REPOSITORY = Path(__file__).resolve().parents[3]
TEST_CASES = "*** Test Cases ***\n{}\n    No Operation\n"


def duplicated_classes(root: Path) -> dict[str, list[str]]:
    """Return the files by each public class name that is defined in more than one."""
    files = defaultdict(list)
    for path in sorted(root.rglob("*.py")):
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.ClassDef) and not statement.name.startswith("_"):
                files[statement.name].append(str(path.relative_to(root)))
    return _duplicates(files)


def duplicated_tests(root: Path) -> dict[str, list[str]]:
    """Return the places of each name that several tests have, as Robot Framework compares names."""
    places = defaultdict(list)
    for test in running.TestSuite.from_file_system(root).all_tests:
        place = f"{Path(str(test.source)).relative_to(root)}:{test.lineno} {test.name}"
        places[normalize(test.name, ignore="_")].append(place)
    return _duplicates(places)


def _duplicates(places: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: list(where) for name, where in places.items() if len(where) > 1}


def test_a_class_name_stands_for_one_class() -> None:
    assert duplicated_classes(REPOSITORY / "libraries") == {}


def test_a_duplicate_is_found_and_a_private_class_is_not(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / f"{name}.py").write_text("class Same:\n    pass\n\n\nclass _Private:\n    pass\n")
    (tmp_path / "third.py").write_text("class Different:\n    pass\n")
    assert duplicated_classes(tmp_path) == {"Same": ["one.py", "other.py"]}


def test_the_name_of_a_test_stands_for_one_test() -> None:
    """A defect names the test that must notice it, and `--test` chooses by name."""
    duplicates = [place for places in duplicated_tests(REPOSITORY / "suites").values() for place in places]
    assert duplicates == [], "these tests have the name of another one: " + ", ".join(duplicates)


def test_two_tests_of_one_name_are_found_in_different_suites(tmp_path: Path) -> None:
    (tmp_path / "one.robot").write_text(TEST_CASES.format("Manual Is Listed"))
    (tmp_path / "other.robot").write_text(TEST_CASES.format("Manual is listed"))
    (tmp_path / "third.robot").write_text(TEST_CASES.format("Manual Is Deleted"))
    assert duplicated_tests(tmp_path) == {
        "manualislisted": ["one.robot:2 Manual Is Listed", "other.robot:2 Manual is listed"]
    }
