"""The file of mutants that are known to be equivalent."""

from pathlib import Path

import pytest

from manuel_runner.code_mutation.equivalent_mutants import EquivalentMutants
from manuel_runner.code_mutation.mutants import CodeMutant
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError

ROUTES = "libraries/api_gateway/routes.py"
CODE = "class Routes:"
ENTRY = f"""
- file: {ROUTES}
  code: "{CODE}"
  mutants: ["class Ways:", ""]
  reason: A name.
"""


def read(tmp_path: Path, text: str) -> EquivalentMutants:
    file = tmp_path / "equivalent.yaml"
    file.write_text(text)
    return EquivalentMutants.read(file)


def mutant(after: str, definition: str = "") -> CodeMutant:
    made = CodeMutant(REPOSITORY / ROUTES, 1, 0, definition, "by hand", 0)
    vars(made)["source"] = (REPOSITORY / ROUTES).read_text().replace(f"{CODE}\n", after)
    return made


def test_an_entry_is_a_line_in_a_function_and_what_it_becomes(tmp_path: Path) -> None:
    known = read(tmp_path, ENTRY)
    assert mutant("class Ways:\n") in known
    assert mutant("") in known
    assert mutant("class Paths:\n") not in known
    assert mutant("class Ways:\n", definition="load") not in known


def test_a_line_may_become_anything(tmp_path: Path) -> None:
    known = read(tmp_path, ENTRY.replace('  mutants: ["class Ways:", ""]\n', ""))
    assert mutant("class Paths:\n") in known
    assert mutant("class Paths:\n", definition="load") not in known


def test_there_may_be_none(tmp_path: Path) -> None:
    assert mutant("class Ways:\n") not in read(tmp_path, "[]")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            f'"{CODE}"',
            '"class Gone:"',
            f"{ROUTES}: line 'class Gone:' no longer exists: remove the entry",
        ),
        (
            ROUTES,
            "libraries/gone.py",
            f"libraries/gone.py: line '{CODE}' no longer exists: remove the entry",
        ),
        ("  reason: A name.\n", "", "entry 1: reason: Field required"),
        ("A name.", '""', "entry 1: reason: String should have at least 1 character"),
        ("reason:", "because:", "entry 1: because: Extra inputs are not permitted"),
        ("- file", "- file: twice\n  file", "malformed YAML on line 3: key 'file' occurs twice"),
    ],
)
def test_an_entry_that_is_wrong_is_an_error(before: str, after: str, said: str, tmp_path: Path) -> None:
    assert before in ENTRY
    with pytest.raises(ConfigurationError) as error:
        read(tmp_path, ENTRY.replace(before, after))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_the_projects_own_entries_are_of_code_that_exists() -> None:
    EquivalentMutants.read()
