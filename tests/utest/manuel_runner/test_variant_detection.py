"""Detection of false alarms from end to end, with suites and variants of its own."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from manuel_runner.command_line import main
from manuel_runner.detection.catalogue import VARIANTS, BackendChange, read_changes
from manuel_runner.detection.variant_detection import VariantDetection, VariantFinding, bundles_of
from manuel_runner.test_runs import FailedTest, Suites, WorkerPool

pytestmark = pytest.mark.usefixtures("_warm_parent")

SUITE = """
*** Settings ***
Library    ManuelEnvironment
Library    ManuelAPI

*** Test Cases ***
Service Is Healthy
    Get Health

Version Is Reported
    Get Version
"""
VARIANT = '''"""{name}."""


def apply():
    from manuel_sandbox.handlers import health, version
    {body}
'''
CRASH = "{handler}.__call__ = lambda *_: (_ for _ in ()).throw(RuntimeError('broken'))"
BROKEN_HEALTH = CRASH.format(handler="health.GetHealth")
BROKEN_VERSION = CRASH.format(handler="version.GetVersion")
FIRST_OF_TWO = "version.is_half_broken = True"
SECOND_OF_TWO = f"if hasattr(version, 'is_half_broken'): {BROKEN_VERSION}"


def variants_in(folder: Path, **bodies: str) -> list[BackendChange]:
    """Write variants with these names and bodies, each of a kind of its own."""
    folder.mkdir()
    for name, body in bodies.items():
        (folder / f"{name}.py").write_text(VARIANT.format(name=name, body=body))
    return read_changes([folder])


def suites_in(folder: Path, suite: str = SUITE) -> Suites:
    (folder / "api").mkdir(parents=True)
    (folder / "api" / "health.robot").write_text(suite)
    return Suites.load(folder)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerPool]:
    with WorkerPool(suites_in(tmp_path_factory.mktemp("variants") / "suites")) as pool:
        yield pool


def test_the_backend_works_with_each_variant_of_the_project(pool: WorkerPool) -> None:
    detection = VariantDetection(pool, lambda _: None)
    findings = detection.findings(read_changes([VARIANTS]), pool.suites.names())
    assert [
        (finding.name, finding.error or finding.failed) for finding in findings if not finding.is_expected
    ] == []


def seen_by(failed: Iterable[FailedTest]) -> set[str]:
    return {test for failure in failed for test in failure.seen_by}


def detect(
    pool: WorkerPool, variants: list[BackendChange]
) -> tuple[dict[str, set[str]], list[VariantFinding]]:
    """Return the failed tests of each variant, and the suspects on the way."""
    suspects: list[VariantFinding] = []
    findings = VariantDetection(pool, suspects.append).findings(variants, pool.suites.names())
    return {finding.name: seen_by(finding.failed) for finding in findings}, suspects


def test_variants_without_failures_share_one_run(
    pool: WorkerPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requested = []
    run = pool.run
    monkeypatch.setattr(pool, "run", lambda requests: run(requested.extend(requests) or requested))
    found, suspects = detect(pool, variants_in(tmp_path / "variants", one="pass", two="pass", three="pass"))
    assert found == {"one": set(), "two": set(), "three": set()}
    assert len(requested) == 1
    assert suspects == []


def test_the_variant_that_makes_a_test_fail_is_found_among_others(pool: WorkerPool, tmp_path: Path) -> None:
    variants = variants_in(
        tmp_path / "variants", a="pass", b=BROKEN_HEALTH, c="pass", d="pass", e=BROKEN_VERSION
    )
    found, suspects = detect(pool, variants)
    health, version = "Api.Health.Service Is Healthy", "Api.Health.Version Is Reported"
    assert found == {"a": set(), "b": {health}, "c": set(), "d": set(), "e": {version}}
    assert suspects[0].variants == tuple(variants)
    assert seen_by(suspects[0].failed) == {health, version}


def test_variants_that_make_a_test_fail_only_together_are_reported_together(
    pool: WorkerPool, tmp_path: Path
) -> None:
    variants = variants_in(tmp_path / "variants", a=FIRST_OF_TWO, b="pass", c=SECOND_OF_TWO, d="pass")
    found, _ = detect(pool, variants)
    assert found.pop("a + b + c + d") == {"Api.Health.Version Is Reported"}
    assert found == {"a": set(), "b": set(), "c": set(), "d": set()}


def test_a_variant_that_can_not_be_applied_is_found_too(pool: WorkerPool, tmp_path: Path) -> None:
    variants = variants_in(tmp_path / "variants", a="pass", b="raise ValueError('no')", c="pass")
    detection = VariantDetection(pool, lambda _: None)
    findings = {finding.name: finding for finding in detection.findings(variants, pool.suites.names())}
    assert {name for name, finding in findings.items() if finding.is_expected} == {"a", "c"}
    assert "ValueError: no" in str(findings["b"].error)


def test_variants_that_can_not_be_applied_together_are_reported_together(
    pool: WorkerPool, tmp_path: Path
) -> None:
    first, second = "health.is_taken = True", "if hasattr(health, 'is_taken'): raise ValueError('taken')"
    variants = variants_in(tmp_path / "variants", a=first, b=second)
    findings = VariantDetection(pool, lambda _: None).findings(variants, pool.suites.names())
    [bad] = [finding for finding in findings if not finding.is_expected]
    assert bad.name == "a + b"
    assert "ValueError: taken" in str(bad.error)


def test_no_two_of_one_kind_share_a_run(tmp_path: Path) -> None:
    variants_in(tmp_path / "variants", a="pass", b="pass", c="pass", d="pass")
    for name in "ab":
        file = tmp_path / "variants" / f"{name}.py"
        file.write_text(file.read_text() + '\nKIND = "wording"\n')
    bundles = bundles_of(read_changes([tmp_path / "variants"]))
    assert [[variant.name for variant in bundle] for bundle in bundles] == [["a", "c", "d"], ["b"]]


def test_a_false_alarm_is_printed_and_makes_the_command_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    suites = suites_in(tmp_path / "suites")
    monkeypatch.setattr("manuel_runner.detection.detection.Suites.load", lambda: suites)
    variants_in(tmp_path / "variants", good="pass", breaking=BROKEN_HEALTH)
    output = tmp_path / "detection.json"
    assert main(["detect", "--variants", str(tmp_path / "variants"), "--output", str(output)]) == 1
    printed = capsys.readouterr().out
    assert "1 failures with 2 variants; looking for the cause:" in printed
    assert "breaking" + 33 * " " + "FALSE ALARMS: 1" in printed
    document = json.loads(output.read_text())["variants"]
    failed = {
        each["variants"][0]["name"]: [test["test"] for test in each["failed_tests"]] for each in document
    }
    assert failed == {"good": [], "breaking": ["Api.Health.GET /health: expected 200, got 502"]}
    assert (
        main(["detect", "--variants", str(tmp_path / "variants" / "good.py"), "--output", str(output)]) == 0
    )


def test_a_test_that_fails_on_the_unmodified_backend_is_named_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    suites = suites_in(tmp_path / "suites", SUITE + "\nBroken Test\n    Fail    always\n")
    monkeypatch.setattr("manuel_runner.detection.detection.Suites.load", lambda: suites)
    variants_in(tmp_path / "variants", breaking=BROKEN_HEALTH)
    output = tmp_path / "detection.json"
    assert main(["detect", "--variants", str(tmp_path / "variants"), "--output", str(output)]) == 1
    printed = capsys.readouterr().out
    assert (
        "tests fail on the unmodified backend:\n- Api.Health.Broken Test: always\nThese tests are left out."
        in printed
    )
    assert "FALSE ALARMS: 1" in printed
    assert json.loads(output.read_text())["baseline"] == [
        {"test": "Api.Health.Broken Test", "message": "always"}
    ]
    variants_in(tmp_path / "harmless", harmless="pass")
    assert main(["detect", "--variants", str(tmp_path / "harmless"), "--output", str(output)]) == 1
