"""Several defects of one backend at once, with suites and defects of its own."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cause_register import Cause, CauseKind
from cause_register.rules import ANY_REQUEST
from manuel_runner.command_line import main
from manuel_runner.detection.bundle import DefectBundle, draw_bundle
from manuel_runner.detection.catalogue import DEFECTS, BackendChange, read_changes
from manuel_runner.detection.joint_detection import (
    JointDetection,
    JointFinding,
    JointTotal,
    NamedDefect,
    explained_by,
    explained_in,
    total,
)
from manuel_runner.detection.patched_members import patched_members
from manuel_runner.test_runs import FailedTest, Suites, WorkerPool
from ManuelEnvironment.errors import ConfigurationError

pytestmark = pytest.mark.usefixtures("_warm_parent")

SUITE = """
*** Settings ***
Library    ManuelEnvironment
Library    ManuelAPI

*** Test Cases ***
Service Is Healthy
    ${health} =    Get Health
    Should Be Equal    ${health.status}    healthy

Version Is Reported
    ${version} =    Get Version
    Should Be Equal    ${version.current_version}    1.1
"""
FAILS_ALIKE = """
*** Settings ***
Library    ManuelEnvironment
Library    ManuelAPI

*** Test Cases ***
Is The First
    Send Request    GET    /version?version=1.1    status=200

Version Is Reported
    Send Request    GET    /version?version=1.0    status=200
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


def suites_in(folder: Path) -> Suites:
    (folder / "api").mkdir(parents=True)
    (folder / "api" / "health.robot").write_text(SUITE)
    return Suites.load(folder)


def defect(folder: Path, name: str, body: str, noticed_by: str = "Service Is Healthy") -> None:
    (folder / "api").mkdir(parents=True, exist_ok=True)
    (folder / "api" / f"{name}.py").write_text(DEFECT.format(name=name, noticed_by=noticed_by, body=body))


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerPool]:
    with WorkerPool(suites_in(tmp_path_factory.mktemp("joint") / "suites")) as pool:
        yield pool


def find(pool: WorkerPool, defects: list[BackendChange]) -> JointFinding:
    bundle = draw_bundle(defects, len(defects), 1)
    [finding] = JointDetection(pool).findings([bundle], pool.suites.names())
    return finding


def test_defects_that_are_named_and_one_that_is_not(pool: WorkerPool, tmp_path: Path) -> None:
    defect(tmp_path, "health", BROKEN_HEALTH)
    defect(tmp_path, "version", BROKEN_VERSION, "Version Is Reported")
    defect(tmp_path, "hidden", "health.is_hidden = True", "Version Is Reported")
    finding = find(pool, read_changes([tmp_path]))
    by = {each.defect.name: (each.by, each.intended) for each in finding.named}
    health, version = "GET /health: expected 200, got 502", "GET /version: expected 200, got 502"
    assert by == {
        "health": (f"Api.Health.{health}", "blocked by GET /health 502"),
        "version": (f"Api.Health.{version}", "blocked by GET /version 502"),
        "hidden": (None, "blocked by GET /version 502"),
    }
    assert finding.blocked == {"GET /health 502": 1, "GET /version 502": 1}
    assert {failure.test for failure in finding.failed} == {f"Api.Health.{health}", f"Api.Health.{version}"}


def test_a_failed_intended_test_names_its_defect(pool: WorkerPool, tmp_path: Path) -> None:
    defect(tmp_path, "older", "version.versions.CURRENT = '1.0'", "Version Is Reported")
    [named] = find(pool, read_changes([tmp_path])).named
    assert (named.by, named.intended) == ("Api.Health.Version Is Reported", "failed")


def test_a_defect_whose_intended_test_fails_as_another_one_does_is_named_by_that(tmp_path: Path) -> None:
    folder = tmp_path / "alike"
    (folder / "api").mkdir(parents=True)
    (folder / "api" / "version.robot").write_text(FAILS_ALIKE)
    defect(tmp_path, "unsupported", "version.versions.SUPPORTED = ()", "Version Is Reported")
    with WorkerPool(Suites.load(folder)) as alike:
        finding = find(alike, read_changes([tmp_path / "api"]))
    [named], [failure] = finding.named, finding.failed
    reason = "GET /version: expected status 200, got 400 Bad Request unsupported_version"
    assert (named.by, named.intended) == ("Api.Version.Is The First", f"blocked by {reason}")
    assert finding.blocked == {reason: 1}
    assert failure.seen_by == {"Api.Version.Is The First", "Api.Version.Version Is Reported"}


def test_a_bundle_that_can_not_be_applied_is_an_error(pool: WorkerPool, tmp_path: Path) -> None:
    defect(tmp_path, "unusable", "raise ValueError('no')")
    finding = find(pool, read_changes([tmp_path]))
    assert "ValueError: no" in str(finding.error)
    assert not total([finding]).is_expected


def test_a_defect_that_can_not_be_tried_alone_is_an_error(pool: WorkerPool, tmp_path: Path) -> None:
    defect(tmp_path, "first", "health.prepared = True")
    defect(tmp_path, "second", "health.prepared")
    bundle = DefectBundle(1, tuple(read_changes([tmp_path])), ())
    [finding] = JointDetection(pool).findings([bundle], pool.suites.names())
    assert (len(finding.failed), finding.passed) == (0, 2)
    assert "AttributeError" in str(finding.error)
    assert not total([finding]).is_expected


@pytest.mark.parametrize(
    ("outcome", "is_expected"),
    [
        (JointTotal(100, 97, 200, 0.97, 0), True),
        (JointTotal(100, 96, 200, 0.97, 0), False),
        (JointTotal(100, 97, 201, 0.97, 0), False),
        (JointTotal(100, 97, 200, 0.97, 1), False),
    ],
)
def test_only_an_outcome_within_its_bounds_is_expected(outcome: JointTotal, is_expected: bool) -> None:
    assert outcome.is_expected == is_expected


@pytest.mark.parametrize(("together", "required_share"), [(5, 0.97), (6, 0.90)])
def test_more_is_asked_of_few_defects(tmp_path: Path, together: int, required_share: float) -> None:
    for number in range(together):
        defect(tmp_path, f"harmless_{number}", f"health.number_{number} = {number}")
    defects = tuple(read_changes([tmp_path]))
    named = tuple(NamedDefect(each, by=None, intended="passed") for each in defects)
    finding = JointFinding(DefectBundle(1, defects, ()), named, (), {}, 2, 0.1, None)
    assert total([finding]).required_share == required_share


def test_a_seed_draws_the_same_defects() -> None:
    defects = read_changes([DEFECTS])
    assert draw_bundle(defects, 15, 1) == draw_bundle(defects, 15, 1) != draw_bundle(defects, 15, 2)


def test_defects_that_conflict_are_not_drawn_together(tmp_path: Path) -> None:
    defect(tmp_path, "one", BROKEN_HEALTH)
    defect(
        tmp_path,
        "other",
        f"from manuel_sandbox.handlers.health import GetHealth\n    {CRASH.format(handler='GetHealth')}",
    )
    defect(tmp_path, "third", BROKEN_VERSION)
    bundle = draw_bundle(read_changes([tmp_path]), 2, 2)
    assert {each.name for each in bundle.defects} in ({"one", "third"}, {"other", "third"})
    with pytest.raises(ConfigurationError, match="only 2 of 3 defects can be applied together, not 3"):
        draw_bundle(read_changes([tmp_path]), 3, 2)


@pytest.mark.parametrize(
    ("constant", "reason"),
    [
        ('CHOICES = {"daily_quota": 10}', "needs settings of its own: daily_quota"),
        ('KIND = "clock"', "is of the same kind as"),
    ],
)
def test_the_reason_to_draw_another_one_is_said(tmp_path: Path, constant: str, reason: str) -> None:
    for name, body in {"one": BROKEN_HEALTH, "other": BROKEN_VERSION}.items():
        defect(tmp_path, name, body)
        file = tmp_path / "api" / f"{name}.py"
        file.write_text(f"{file.read_text()}\n{constant}\n")
    defect(tmp_path, "third", "health.third = 3")
    bundles = [
        draw_bundle(read_changes([tmp_path]), 1 if "CHOICES" in constant else 2, seed) for seed in range(20)
    ]
    reasons = {rejection.reason for bundle in bundles for rejection in bundle.rejected}
    assert reasons
    assert all(each.startswith(reason) for each in reasons)


def test_patched_members_have_full_names(tmp_path: Path) -> None:
    file = tmp_path / "change.py"
    file.write_text(
        "def apply():\n"
        "    import json\n"
        "    from a.b import C as D, module\n"
        "    D.one, module.two = 1, 2\n"
        "    setattr(module.Inner, 'three', 3)\n"
        "    json.four = module.read\n"
        "    local = D()\n"
        "    local.five = 5\n"
    )
    assert patched_members(file) == {"a.b.C.one", "a.b.module.two", "a.b.module.Inner.three", "json.four"}


def test_the_command_prints_each_defect_and_the_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    suites = suites_in(tmp_path / "suites")
    monkeypatch.setattr("manuel_runner.detection.detection.Suites.load", lambda: suites)
    defect(tmp_path / "defects", "seen", BROKEN_HEALTH)
    defect(tmp_path / "defects", "harmless", "pass", "Version Is Reported")
    output = tmp_path / "detection.json"
    arguments = ["detect", "--defects", str(tmp_path / "defects"), "--output", str(output), "--seed", "1"]
    assert main([*arguments, "--together", "2", "--rounds", "2"]) == 1
    printed = capsys.readouterr().out
    assert "--seed 2: 1 of 2 defects named, 1 failed tests, 1 blocked, 1 passed" in printed
    assert "NOT NAMED: 'Version Is Reported' passed" in printed
    assert (
        "2 of 4 defects named: 50.0% (at least 97%); 2 failed tests, 0.50 for each defect (at most 2)"
        in printed
    )
    assert json.loads(output.read_text())["together"]["total"]["share"] == 0.5
    assert main([*arguments, "--together", "1", "--only", "seen"]) == 0


def test_a_seed_that_is_no_number_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", "--together", "2", "--seed", "today"]) == 252
    assert capsys.readouterr().err == (
        "manuel-tests: --seed: expected a whole number with --together, got 'today'\n"
    )


def test_a_cause_of_the_whole_backend_names_what_load_alone_fails_by() -> None:
    undue = Cause(CauseKind.UNUSABLE, "any request 429", "…", "…", "…", status=429, rule=ANY_REQUEST)
    of_cause = FailedTest("Any request: 429", "…", frozenset(), undue, frozenset({undue.reason}))
    load = FailedTest("Load", "GET /quota: Expected error_rate==0, got 0.5: HTTP 429 (5x).", frozenset())
    slow = FailedTest("Load", "GET /quota: Expected max<4s, got max of 5000.", frozenset())
    assert explained_by([of_cause], load) == {undue.reason}
    assert explained_by([of_cause], slow) == set()
    assert explained_by([slow], load) == set()


def test_a_red_test_is_explained_by_the_cause_of_another_run() -> None:
    unusable = Cause(CauseKind.UNUSABLE, "GET /a 401", "…", "…", "…", operation="GET /a", status=401)
    of_cause = FailedTest("GET /a 401", "…", frozenset(), unusable, frozenset({unusable.reason}))
    where = "\nWhere: GET http://b/a, request id 1"
    refused = FailedTest(
        "A", f"Expected status 200.\nGot 401{where}", frozenset(), None, frozenset({"refused"})
    )
    hidden = FailedTest(
        "A", f"Expected status 200.\nGot 404{where}", frozenset(), None, frozenset({"hidden"})
    )
    assert explained_in([hidden, refused], of_cause) == {"refused"}
    assert explained_in([refused], refused) == set()
