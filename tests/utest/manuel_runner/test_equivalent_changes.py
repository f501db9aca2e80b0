"""The changes of responses that the contract allows as well."""

from pathlib import Path
from typing import Any

import pytest

from manuel_runner.mutation.equivalents import EquivalentChanges
from manuel_runner.mutation.mutants import Mutant
from ManuelEnvironment.errors import ConfigurationError

ENTRY = """
- part: header Access-Control-Max-Age
  operators: [change]
  operations: OPTIONS /api/*
  statuses: [204]
  reason: The deployment's choice.
"""
MAX_AGE = ("header", "access-control-max-age")


def read(tmp_path: Path, text: str) -> EquivalentChanges:
    file = tmp_path / "equivalent.yaml"
    file.write_text(text)
    return EquivalentChanges.read(file)


def mutant(
    part: Any, target: str, operator: str, operation: str = "OPTIONS /api/manuals", status: int = 204
) -> Mutant:
    return Mutant(operation, status, part, (target,) if target else (), operator)


def test_an_entry_is_a_part_and_what_is_done_to_it(tmp_path: Path) -> None:
    known = read(tmp_path, ENTRY)
    assert mutant(*MAX_AGE, "change") in known
    assert mutant(*MAX_AGE, "drop") not in known
    assert mutant(*MAX_AGE, "change", operation="OPTIONS /health") not in known
    assert mutant(*MAX_AGE, "change", status=200) not in known
    assert mutant("header", "Vary", "change") not in known


def test_a_part_may_be_a_pattern(tmp_path: Path) -> None:
    known = read(tmp_path, ENTRY.replace("Access-Control-Max-Age", "Access-Control-*"))
    assert mutant(*MAX_AGE, "change") in known
    assert mutant("header", "Vary", "change") not in known


def test_what_the_contract_does_not_document_is_left_open(tmp_path: Path) -> None:
    nothing = read(tmp_path, "[]")
    assert mutant("header", "Cache-Control", "drop") in nothing
    assert mutant("header", "Cache-Control", "drop", operation="GET /api/manuals", status=200) not in nothing
    assert mutant("header", "Content-Type", "drop", operation="GET /api/manuals", status=200) not in nothing
    assert mutant("header", "Cache-Control", "drop", operation="unknown operation", status=403) not in nothing


def test_one_of_two_statuses_for_the_same_response_is_left_open(tmp_path: Path) -> None:
    nothing = read(tmp_path, "[]")
    assert mutant("status", "", "neighbour") in nothing
    assert mutant("status", "", "client error") not in nothing
    assert mutant("status", "", "neighbour", operation="GET /api/manuals", status=401) not in nothing


def test_the_other_mutants_are_tried(tmp_path: Path) -> None:
    equivalent, other = mutant(*MAX_AGE, "change"), mutant("header", "Vary", "change")
    mutants = {"OPTIONS /api/manuals": [equivalent, other]}
    assert read(tmp_path, ENTRY).left_out_of(mutants) == {"OPTIONS /api/manuals": [other]}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("  reason: The deployment's choice.\n", "", "entry 1: reason: Field required"),
        ("header", "headers", "entry 1: part: String should match pattern"),
        ("statuses", "status", "entry 1: status: Extra inputs are not permitted"),
    ],
)
def test_an_entry_that_is_wrong_is_an_error(before: str, after: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as error:
        read(tmp_path, ENTRY.replace(before, after))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_the_projects_own_entries_are_valid() -> None:
    assert mutant(*MAX_AGE, "change") in EquivalentChanges.read()
