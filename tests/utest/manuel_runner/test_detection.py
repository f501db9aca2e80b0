"""Detection of defects from end to end, with suites and defects of its own."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cause_register import Cause, CauseKind
from manuel_runner.command_line import main
from manuel_runner.detection.accidents import is_by_accident
from manuel_runner.detection.baseline_check import BaselineCheck, BaselineError
from manuel_runner.detection.catalogue import BackendChange, read_change, read_changes
from manuel_runner.detection.defect_detection import DefectDetection, DefectFinding, DefectStatus, SearchScope
from manuel_runner.detection.report import defect_summary
from manuel_runner.test_runs import FailedTest, RunRequest, Suites, WorkerPool

pytestmark = pytest.mark.usefixtures("_warm_parent")

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
MENTIONS = "{mentions}"


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


def defect(
    folder: Path, name: str, body: str, noticed_by: str = "Service Is Healthy", mentions: str = "got 502"
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = DEFECT.format(name=name, noticed_by=noticed_by, mentions=mentions, body=body)
    (folder / f"{name}.py").write_text(text)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerPool]:
    with WorkerPool(suites_in(tmp_path_factory.mktemp("detection") / "suites")) as pool:
        yield pool


@pytest.fixture(scope="module")
def defects(tmp_path_factory: pytest.TempPathFactory) -> list[BackendChange]:
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


def detect(
    pool: WorkerPool, defects: list[BackendChange], *, scope: SearchScope = SearchScope.ALL
) -> dict[str, DefectFinding]:
    detection = DefectDetection(pool, BaselineCheck(pool), scope=scope)
    return {finding.defect.name: finding for finding in detection.findings(defects)}


REVEALED = """
*** Settings ***
Library    ManuelEnvironment
Library    ManuelAuth

*** Test Cases ***
Password Is Revealed
    ${me} =    Sign In
    ${password} =    Get Password    ${me.email}
    Fail    Expected nothing.\\nGot ${password.value}
"""


def test_a_message_has_no_secret_that_only_its_run_knows(tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "password.robot").write_text(REVEALED)
    suites = Suites.load(tmp_path)
    with WorkerPool(suites) as pool:
        [run] = pool.run([RunRequest("revealed", (suites.names(),))])
    assert [failure.message for failure in run.failed] == ["Expected nothing.\nGot <secret>"]


def test_each_defect_gets_a_status(pool: WorkerPool, defects: list[BackendChange]) -> None:
    findings = detect(pool, defects)
    assert {name: finding.status for name, finding in findings.items()} == {
        "seen_by_the_intended": DefectStatus.BY_INTENDED_TEST,
        "seen_in_the_category": DefectStatus.BY_OTHERS,
        "seen_elsewhere": DefectStatus.BY_OTHERS,
        "seen_at_last": DefectStatus.BY_OTHERS,
        "seen_from_any_folder": DefectStatus.BY_OTHERS,
        "without_a_name": DefectStatus.BY_OTHERS,
        "harmless": DefectStatus.NOT_CAUGHT,
        "unusable": DefectStatus.ERROR,
    }
    assert "ValueError: no" in str(findings["unusable"].error)
    failures = {failure.test: failure for failure in findings["seen_at_last"].failed}
    failure = failures["Api.Health.GET /health: expected 200, got 502"]
    assert failure.seen_by == {"Api.Health.Service Is Healthy"}


def test_all_tests_can_be_run_on_every_defect(pool: WorkerPool, defects: list[BackendChange]) -> None:
    chosen = [defect for defect in defects if defect.name == "seen_in_the_category"]
    [finding] = DefectDetection(pool, BaselineCheck(pool)).findings_of_all_tests(chosen)
    failure = finding.failed[0]
    assert failure.seen_by == {"Api.Health.Version Is Reported", "Security.Version.Version Is Public"}


@pytest.mark.parametrize(
    ("scope", "caught"),
    [
        (SearchScope.INTENDED, set()),
        (SearchScope.CATEGORY, {"seen_in_the_category"}),
        (SearchScope.ALL, {"seen_in_the_category", "seen_at_last"}),
    ],
)
def test_the_search_can_be_limited(
    pool: WorkerPool, defects: list[BackendChange], scope: SearchScope, caught: set[str]
) -> None:
    chosen = [defect for defect in defects if defect.name in ("seen_in_the_category", "seen_at_last")]
    findings = detect(pool, chosen, scope=scope)
    assert {name for name, finding in findings.items() if finding.is_expected} == caught


def test_a_failure_for_another_reason_is_an_accident(pool: WorkerPool, tmp_path: Path) -> None:
    defect(tmp_path / "api", "any_failure_will_do", BROKEN_HEALTH, mentions="")
    defect(tmp_path / "api", "says_what_to_mention", BROKEN_HEALTH, mentions="unhealthy")
    findings = detect(pool, read_changes([tmp_path]))
    assert {name: (finding.status, finding.is_expected) for name, finding in findings.items()} == {
        "any_failure_will_do": (DefectStatus.BY_ACCIDENT, True),
        "says_what_to_mention": (DefectStatus.BY_ACCIDENT, False),
    }
    assert "should mention 'unhealthy'" in defect_summary([findings["says_what_to_mention"]])
    assert "has another reason" in defect_summary([findings["any_failure_will_do"]])


SERVER_ERROR = Cause(CauseKind.DEVIATION, "r", "t", "e", "g", status=502)
CLIENT_ERROR = Cause(CauseKind.DEVIATION, "r", "t", "e", "g", status=404)


@pytest.mark.parametrize(
    ("message", "cause", "mentions", "is_accident"),
    [
        ("Expected 4.\nGot 5.", None, "", False),
        ("Setup failed:\nExpected 4.\nGot 5.", None, "", True),
        ("Parent suite setup failed:\nExpected 4.\nGot 5.", None, "", True),
        ("Setup failed:\nExpected 4.\nGot 5.", None, "got 5", False),
        ("Expected status 200.\nGot 502 Bad Gateway", None, "", True),
        ("Expected status 200.\nGot 404 Not Found", None, "", False),
        ("Expected status 200.\nGot 502 Bad Gateway", None, "502", False),
        ("Expected status 200.\nGot 404 Not Found", None, "502", True),
        ("Expected 4.\nGot 5.", None, "Healthy", True),
        ("Expected nothing.", CLIENT_ERROR, "Healthy", False),
        ("Expected nothing.", SERVER_ERROR, "", True),
        ("Expected nothing.", CLIENT_ERROR, "", False),
    ],
)
def test_what_an_accident_is(
    tmp_path: Path, message: str, cause: Cause | None, mentions: str, is_accident: bool
) -> None:
    defect(tmp_path, "any", "pass", mentions=mentions)
    failure = FailedTest("Api.Health.Service Is Healthy", message, frozenset(), cause)
    assert is_by_accident(failure, read_change(tmp_path / "any.py")) == is_accident


def test_tests_that_fail_on_the_unmodified_backend_are_an_error(
    tmp_path: Path, defects: list[BackendChange]
) -> None:
    expected = pytest.raises(
        BaselineError,
        match=r"tests fail on the unmodified backend:\n- Api.Health.Version Is Reported: always",
    )
    with WorkerPool(suites_in(tmp_path / "suites", version="Fail    always")) as pool, expected:
        detect(pool, defects)


def test_a_run_that_ends_before_its_first_test_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "suites"
    suites_in(folder)
    (folder / "__init__.robot").write_text("*** Settings ***\nSuite Setup    Fatal Error    not this stack\n")
    with WorkerPool(Suites.load(folder)) as pool:
        [result] = pool.run([RunRequest("nothing", (pool.suites.names(),))])
    assert "no test was run: Suite setup failed:\nnot this stack" in str(result.error)


def test_a_worker_that_dies_is_reported(pool: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        raise SystemExit(3)

    monkeypatch.setattr("manuel_runner.test_runs.worker_pool.run", die)
    [result] = pool.run([RunRequest("dies", (pool.suites.names(),))])
    assert result.error == "the worker process died"


def test_a_worker_that_never_finishes_is_killed(pool: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("manuel_runner.test_runs.worker_pool.TIMEOUT_SECONDS", 0.2)
    monkeypatch.setattr("manuel_runner.test_runs.worker_pool.run", lambda *_: threading.Event().wait())
    [result] = pool.run([RunRequest("endless", (pool.suites.names(),))])
    assert result.error == "timed out after 0 s"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--defects", "no/such/folder"], "no/such/folder contains no Python file"),
        (["--only", "no_such_defect"], "there is no no_such_defect in"),
        (["--processes", "0"], "--processes: expected a whole number above 0, got '0'"),
        (["--sample", "0"], "--sample: expected a whole number above 0, got '0'"),
    ],
)
def test_invalid_input_is_reported_in_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["detect", *arguments]) == 252
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_misspelt_test_is_an_error_before_anything_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    suites = suites_in(tmp_path / "suites")
    monkeypatch.setattr("manuel_runner.detection.detection.Suites.load", lambda: suites)
    monkeypatch.delattr("manuel_runner.detection.detection.WorkerPool")
    defect(tmp_path / "defects", "misspelt", BROKEN_HEALTH, noticed_by="Servise Is Healthy")
    defect(tmp_path / "defects", "right", BROKEN_HEALTH, noticed_by="service is healthy")
    assert main(["detect", "--defects", str(tmp_path / "defects")]) == 252
    assert capsys.readouterr().err == (
        f"manuel-tests: {tmp_path / 'defects' / 'misspelt.py'}: "
        "no test is called 'Servise Is Healthy'. Did you mean Service Is Healthy?\n"
    )


def test_the_table_and_the_json_file_agree(
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
        "by_accident": 0,
        "not_caught": 1,
        "error": 0,
    }
    assert [finding["name"] for finding in document["findings"]] == ["harmless", "seen"]
    assert "NOT CAUGHT: harmless (harmless.): 'Service Is Healthy' should catch it" in printed
    assert (
        main(["detect", "--defects", str(tmp_path / "defects"), "--only", "seen", "--output", str(output)])
        == 0
    )


def test_a_sample_is_run_and_its_seed_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    suites = suites_in(tmp_path / "suites")
    monkeypatch.setattr("manuel_runner.detection.detection.Suites.load", lambda: suites)
    for number in range(3):
        defect(tmp_path / "defects", f"seen_{number}", BROKEN_HEALTH)
    arguments = ["--defects", str(tmp_path / "defects"), "--output", str(tmp_path / "detection.json")]
    assert main(["detect", *arguments, "--sample", "1", "--seed", "a"]) == 0
    printed = capsys.readouterr().out
    assert "a sample of 1 of 3 defects, selected with --seed a" in printed
    assert "1 of   1 caught" in printed
