"""Names: of public classes, which stand for one class each; of tests, which stand for one test each, and are sentences."""

import ast
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from robot import running
from robot.utils import normalize

REPOSITORY = Path(__file__).resolve().parents[3]
TEST = "test_"
FEWEST_WORDS = 3
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


def short_names_of_tests(root: Path) -> list[str]:
    """Return the test functions whose names have too few words to say what holds."""
    return [
        f"{path.relative_to(root)}:{node.lineno} {node.name}"
        for path in sorted(root.rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith(TEST)
        and len(node.name.removeprefix(TEST).split("_")) < FEWEST_WORDS
    ]


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


def test_the_name_of_a_test_function_says_what_holds() -> None:
    assert short_names_of_tests(REPOSITORY / "tests") == []


def test_a_name_of_two_words_is_found_and_one_of_three_is_not(tmp_path: Path) -> None:
    names = ("test_listing_manuals", "test_manuals_are_listed", "two_words")
    functions = "".join(f"def {name}():\n    pass\n\n\n" for name in names)
    (tmp_path / "test_manuals.py").write_text(
        f"class TestManuals:\n    def test_it(self):\n        pass\n\n\n{functions}"
    )
    assert sorted(short_names_of_tests(tmp_path)) == [
        "test_manuals.py:2 test_it",
        "test_manuals.py:6 test_listing_manuals",
    ]
