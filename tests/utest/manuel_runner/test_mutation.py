import json
from pathlib import Path
from typing import Any

import pytest

from manuel_runner.command_line import main
from manuel_runner.mutation.documents import parse, paths_in, to_text
from manuel_runner.mutation.mutants import Mutant, mutants_of, sample
from manuel_runner.mutation.operators import BODY, mutate_body
from manuel_runner.mutation.proxy import OperationResponse
from manuel_runner.mutation.recording import RecordedResponses
from manuel_runner.test_runs import Suites

pytestmark = pytest.mark.usefixtures("_warm_parent")

BODY_TEXT = (
    '{"user": "ab", "usage": {"used": 3, "free": true}, "sources": [{"page": 7}, {"page": 8}], "next": null}'
)
RESPONSE = OperationResponse(
    "GET /api/user/usage", 200, (("Vary", "Origin"), ("API-Version", "1.1")), BODY_TEXT.encode()
)


def test_a_parsed_document_is_serialised_unchanged() -> None:
    assert to_text(parse(BODY_TEXT)) == BODY_TEXT


def test_every_member_has_a_path() -> None:
    assert [".".join(path) for path in paths_in(parse(BODY_TEXT))] == [
        "user",
        "usage",
        "usage.used",
        "usage.free",
        "sources",
        "sources.[].page",
        "next",
    ]


@pytest.mark.parametrize(
    ("path", "operator", "expected"),
    [
        ("user", "drop", '{"n": 0}'),
        ("user", "rename", '{"user_": "ab", "n": 0}'),
        ("user", "duplicate", '{"user": "ab", "user": "ab", "n": 0}'),
        ("user", "null", '{"user": null, "n": 0}'),
        ("user", "retype", '{"user": 7, "n": 0}'),
        ("user", "empty", '{"user": "", "n": 0}'),
        ("user", "extend", '{"user": "ac", "n": 0}'),
        ("n", "extend", '{"user": "ab", "n": 1}'),
        ("n", "retype", '{"user": "ab", "n": "0"}'),
        ("n", "empty", None),
        ("missing", "drop", None),
    ],
)
def test_each_operator_changes_one_member(path: str, operator: str, expected: str | None) -> None:
    assert mutate_body('{"user": "ab", "n": 0}', (path,), operator) == expected


@pytest.mark.parametrize(
    "value", ['"a"', "1", "1.5", "0", "true", "null", "[]", "[1]", "{}", '{"a": 1}', '""']
)
@pytest.mark.parametrize("operator", BODY)
def test_a_mutated_document_differs_from_the_original(operator: str, value: str) -> None:
    text = f'{{"m": {value}}}'
    assert mutate_body(text, ("m",), operator) != text


def test_other_documents_are_not_mutated() -> None:
    assert mutate_body("plain", ("a",), "drop") is None
    assert mutate_body("[1]", ("a",), "drop") is None


def mutant(part: Any, target: tuple[str, ...], operator: str, status: int = 200) -> Mutant:
    return Mutant("GET /api/user/usage", status, part, target, operator)


def test_only_responses_of_the_operation_and_status_are_changed() -> None:
    assert mutant("status", (), "neighbour", status=404).apply(RESPONSE) == RESPONSE
    assert Mutant("GET /health", 200, "status", (), "neighbour").apply(RESPONSE) == RESPONSE
    assert mutant("status", (), "neighbour").apply(RESPONSE).status == 201


def test_names_of_headers_are_not_case_sensitive() -> None:
    assert mutant("header", ("api-version",), "drop").apply(RESPONSE).headers == (("Vary", "Origin"),)
    changed = mutant("header", ("API-VERSION",), "change").apply(RESPONSE)
    assert changed.headers == (("Vary", "Origin"), ("API-Version", "1.2"))


def test_of_a_list_the_first_element_is_changed() -> None:
    changed = mutant("body", ("sources", "[]", "page"), "extend").apply(RESPONSE)
    assert json.loads(changed.body)["sources"] == [{"page": 8}, {"page": 8}]


def test_samples_are_reproducible_and_balanced_between_operations() -> None:
    paths = {(f"m{number}",) for number in range(40)}
    mutants = mutants_of(
        {
            ("GET /a", 200): RecordedResponses({"Vary"}, paths),
            ("GET /b", 404): RecordedResponses({"Vary"}, {("m",)}),
        }
    )
    chosen = sample(mutants, 20, seed=3)
    assert chosen == sample(mutants, 20, seed=3) != sample(mutants, 20, seed=4)
    assert len(set(chosen)) == 20
    assert sum(each.operation == "GET /b" for each in chosen) == 10
    assert len(sample(mutants, 10_000, seed=0)) == sum(map(len, mutants.values()))


SUITE = """
*** Settings ***
Library    ManuelEnvironment
Library    ManuelAPI

*** Test Cases ***
Version Is Reported
    Get Version
"""


@pytest.fixture
def _one_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The suites have one test, which gets the version and checks nothing in it."""
    (tmp_path / "suites" / "api").mkdir(parents=True)
    (tmp_path / "suites" / "api" / "version.robot").write_text(SUITE)
    suites = Suites.load(tmp_path / "suites")
    monkeypatch.setattr("manuel_runner.mutation.campaign.Suites.load", lambda: suites)


@pytest.mark.usefixtures("_one_test")
def test_a_campaign_reports_the_mutants_that_survive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = [
        Mutant("GET /version", 200, "body", ("build",), "drop"),
        Mutant("GET /version", 200, "body", ("build",), "extend"),
        Mutant("GET /version", 200, "header", ("X-Frame-Options",), "drop"),
        Mutant("GET /version", 200, "body", ("no", "such", "member"), "drop"),
    ]
    monkeypatch.setattr("manuel_runner.mutation.campaign.sample", lambda *_: chosen)
    output = tmp_path / "mutation.json"
    assert main(["mutate", "--seed", "1", "--output", str(output)]) == 0
    document = json.loads(output.read_text())
    assert document["survivors"] == ["GET /version 200: body build: extend"]
    assert document["score"] == 66.7
    printed = capsys.readouterr().out
    assert "selected with seed 1\nsurvived: GET /version 200: body build: extend\n" in printed
    assert "1 more without a result" in printed


@pytest.mark.usefixtures("_one_test")
def test_an_unknown_operation_is_reported_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mutate", "--operation", "GET /helth", "--output", str(tmp_path / "m.json")]) == 252
    assert "no test sends GET /helth; expected one of GET /version" in capsys.readouterr().err


FAILING_TEST = """
Version Is Wrong
    Get Version
    Fail    It always is.
"""


def test_a_test_that_fails_without_any_change_judges_no_mutant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "suites" / "api").mkdir(parents=True)
    (tmp_path / "suites" / "api" / "version.robot").write_text(SUITE + FAILING_TEST)
    suites = Suites.load(tmp_path / "suites")
    monkeypatch.setattr("manuel_runner.mutation.campaign.Suites.load", lambda: suites)
    extended = Mutant("GET /version", 200, "body", ("build",), "extend")
    monkeypatch.setattr("manuel_runner.mutation.campaign.sample", lambda *_: [extended])
    output = tmp_path / "mutation.json"
    assert main(["mutate", "--seed", "1", "--output", str(output)]) == 0
    assert (
        "left out, since it failed without any change: Api.Version.Version Is Wrong\n"
        in capsys.readouterr().out
    )
    assert json.loads(output.read_text())["survivors"] == [str(extended)]
