"""Detection from end to end, on suites and defects made for it."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from manuel_runner.command_line import main
from manuel_runner.detection.baseline_check import BaselineCheck, UnhealthyError
from manuel_runner.detection.catalogue import Change, read_changes
from manuel_runner.detection.defects import DefectDetection, Finding, Verdict
from manuel_runner.test_runs import RunRequest, Suites, WorkerPool

SUITE = """
*** Settings ***
Library    ManuelEnvironment
Library    ManuelAPI

*** Test Cases ***
Service Is Healthy
    ${{health}} =    Get Health
    Should Be Equal    ${{health.status}}    healthy

Version Is Reported
    {version}
"""
OTHER_SUITE = """
*** Settings ***
Library    ManuelEnvironment
Library    ManuelAPI

*** Test Cases ***
Version Is Public
    Get Version
"""
DEFECT = '''"""{name}."""

NOTICED_BY = "{noticed_by}"


def apply():
    from manuel_sandbox.handlers import health, version
    {body}
'''
CRASH = '{handler}.__call__ = lambda *_: (_ for _ in ()).throw(RuntimeError("broken"))'
BROKEN_HEALTH = CRASH.format(handler="health.GetHealth")
BROKEN_VERSION = CRASH.format(handler="version.GetVersion")


def suites_in(folder: Path, version: str = "Get Version") -> Suites:
    for category in ("api", "security"):
        (folder / category).mkdir(parents=True)
    (folder / "api" / "health.robot").write_text(SUITE.format(version=version))
    (folder / "security" / "version.robot").write_text(OTHER_SUITE)
    return Suites.load(folder)


def defect(folder: Path, name: str, body: str, noticed_by: str = "Service Is Healthy") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.py").write_text(DEFECT.format(name=name, noticed_by=noticed_by, body=body))


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerPool]:
    with WorkerPool(suites_in(tmp_path_factory.mktemp("detection") / "suites")) as pool:
        yield pool


@pytest.fixture(scope="module")
def defects(tmp_path_factory: pytest.TempPathFactory) -> list[Change]:
    folder = tmp_path_factory.mktemp("defects")
    defect(folder / "api", "seen_by_the_intended", BROKEN_HEALTH)
    defect(folder / "api", "seen_in_the_category", BROKEN_VERSION)
    defect(folder / "security", "seen_elsewhere", BROKEN_VERSION)
    defect(folder / "security", "seen_at_last", BROKEN_HEALTH, "Version Is Public")
    defect(folder / "of_no_category", "seen_from_any_folder", BROKEN_HEALTH, "Version Is Public")
    defect(folder / "api", "without_a_name", BROKEN_HEALTH, "")
    defect(folder / "api", "harmless", "pass")
    defect(folder / "api", "unusable", "raise ValueError('no')")
    return read_changes([folder])


def judge(pool: WorkerPool, defects: list[Change], *, run_all: bool = False) -> dict[str, Finding]:
    detection = DefectDetection(pool, BaselineCheck(pool), run_all=run_all)
    return {finding.defect.name: finding for finding in detection.findings(defects)}


def test_each_defect_gets_its_verdict(pool: WorkerPool, defects: list[Change]) -> None:
    findings = judge(pool, defects)
    assert {name: finding.verdict for name, finding in findings.items()} == {
        "seen_by_the_intended": Verdict.BY_INTENDED_TEST,
        "seen_in_the_category": Verdict.BY_OTHERS,
        "seen_elsewhere": Verdict.BY_OTHERS,
        "seen_at_last": Verdict.BY_OTHERS,
        "seen_from_any_folder": Verdict.BY_OTHERS,
        "without_a_name": Verdict.BY_OTHERS,
        "harmless": Verdict.NOT_CAUGHT,
        "unusable": Verdict.NOT_JUDGED,
    }
    assert "ValueError: no" in str(findings["unusable"].problem)
    assert [failure.test for failure in findings["seen_at_last"].failed] == ["Api.Health.Service Is Healthy"]


def test_all_tests_can_be_asked(pool: WorkerPool, defects: list[Change]) -> None:
    chosen = [defect for defect in defects if defect.name == "seen_in_the_category"]
    finding = judge(pool, chosen, run_all=True)["seen_in_the_category"]
    assert {failure.test for failure in finding.failed} == {
        "Api.Health.Version Is Reported",
        "Security.Version.Version Is Public",
    }


def test_nothing_is_judged_by_tests_that_fail_on_a_healthy_stack(
    tmp_path: Path, defects: list[Change]
) -> None:
    refused = pytest.raises(
        UnhealthyError, match=r"tests fail on a healthy stack:\n- Api.Health.Version Is Reported: always"
    )
    with WorkerPool(suites_in(tmp_path / "suites", version="Fail    always")) as pool, refused:
        judge(pool, defects)


def test_a_judge_that_dies_is_a_problem_of_its_own(pool: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        raise SystemExit(3)

    monkeypatch.setattr("manuel_runner.test_runs.worker_pool.run", die)
    [result] = pool.run([RunRequest("dies", (pool.suites.names(),))])
    assert result.problem == "the process that judged it died"


def test_a_judge_that_comes_to_no_end_is_given_up(pool: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("manuel_runner.test_runs.worker_pool.LIMIT_SECONDS", 0.2)
    monkeypatch.setattr("manuel_runner.test_runs.worker_pool.run", lambda *_: threading.Event().wait())
    [result] = pool.run([RunRequest("endless", (pool.suites.names(),))])
    assert result.problem == "it was given up after 0 s"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--defects", "no/such/folder"], "no/such/folder holds no Python file"),
        (["--only", "no_such_defect"], "nothing is called no_such_defect in"),
        (["--processes", "0"], "--processes: 0 is not a whole number above 0"),
        (["--sample", "0"], "--sample: 0 is not a whole number above 0"),
    ],
)
def test_bad_input_is_one_clear_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["detect", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_misspelt_test_is_an_error_before_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    suites = suites_in(tmp_path / "suites")
    monkeypatch.setattr("manuel_runner.detection.detection.Suites.load", lambda: suites)
    monkeypatch.delattr("manuel_runner.detection.detection.WorkerPool")
    defect(tmp_path / "defects", "misspelt", BROKEN_HEALTH, noticed_by="Servise Is Healthy")
    defect(tmp_path / "defects", "right", BROKEN_HEALTH, noticed_by="service is healthy")
    assert main(["detect", "--defects", str(tmp_path / "defects")]) == 2
    assert capsys.readouterr().err == (
        f"manuel-tests: {tmp_path / 'defects' / 'misspelt.py'}: "
        "no test is called 'Servise Is Healthy': did you mean 'Service Is Healthy'?\n"
    )


def test_the_table_and_the_json_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    suites = suites_in(tmp_path / "suites")
    monkeypatch.setattr("manuel_runner.detection.detection.Suites.load", lambda: suites)
    defect(tmp_path / "defects", "seen", BROKEN_HEALTH)
    defect(tmp_path / "defects", "harmless", "pass")
    output = tmp_path / "out" / "detection.json"
    assert main(["detect", "--defects", str(tmp_path / "defects"), "--output", str(output)]) == 1
    printed = capsys.readouterr().out
    document = json.loads(output.read_text())["defects"]
    assert document["summary"]["total"] == {
        "defects": 2,
        "by_intended_test": 1,
        "by_others": 0,
        "not_caught": 1,
        "not_judged": 0,
    }
    assert [finding["name"] for finding in document["findings"]] == ["harmless", "seen"]
    assert "NOT CAUGHT: harmless (harmless.): should be noticed by 'Service Is Healthy'" in printed
    assert (
        main(["detect", "--defects", str(tmp_path / "defects"), "--only", "seen", "--output", str(output)])
        == 0
    )


def test_a_sample_is_judged_and_names_its_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    suites = suites_in(tmp_path / "suites")
    monkeypatch.setattr("manuel_runner.detection.detection.Suites.load", lambda: suites)
    for number in range(3):
        defect(tmp_path / "defects", f"seen_{number}", BROKEN_HEALTH)
    arguments = ["--defects", str(tmp_path / "defects"), "--output", str(tmp_path / "detection.json")]
    assert main(["detect", *arguments, "--sample", "1", "--seed", "a"]) == 0
    printed = capsys.readouterr().out
    assert "a sample of 1 of 3 defects, chosen with --seed a" in printed
    assert "1 of   1 caught" in printed
