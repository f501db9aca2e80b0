"""What detection found, as tables for people and as JSON."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from manuel_runner.detection.defects import Finding, Verdict
from manuel_runner.detection.null_detection import NullFinding
from manuel_runner.detection.variant_detection import VariantFinding
from manuel_runner.results.redaction import redact
from manuel_runner.test_runs import Failure

NAME_WIDTH, CATEGORY_WIDTH, VERDICT_WIDTH, TOLD_WIDTH = 40, 18, 27, 100
ALARMS_TOLD = 20


def defect_heading() -> str:
    """The first line of the table of defects."""
    return _row("defect", "category", "verdict", "seconds", "first test that failed")


def defect_row(finding: Finding) -> str:
    """One line of the table of defects."""
    defect, told = finding.defect, finding.problem or (finding.failed[0].test if finding.failed else "")
    return _row(defect.name, defect.category, finding.verdict, f"{finding.seconds:.1f}", told[:TOLD_WIDTH])


def defect_summary(findings: Sequence[Finding]) -> str:
    """How many were caught in each category, and which were not, with the test that should have noticed."""
    lines = [_caught(category, of_category) for category, of_category in by_category(findings).items()]
    lines.append(_caught("in all", findings))
    lines += [_uncaught(finding) for finding in findings if not finding.is_good]
    return "\n".join(lines)


def by_category(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings of each category, in alphabetical order."""
    categories: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda each: (each.defect.category, each.defect.name)):
        categories.setdefault(finding.defect.category, []).append(finding)
    return categories


def defects_as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """The findings with their counts."""
    return {
        "summary": {
            "total": _counts(findings),
            "by_category": {
                category: _counts(of_category) for category, of_category in by_category(findings).items()
            },
        },
        "findings": [
            _as_json(finding) for of_category in by_category(findings).values() for finding in of_category
        ],
    }


def variant_row(finding: VariantFinding) -> str:
    """One line on a benign variant, and one for each of the first tests that it trips."""
    alarm = f"FALSE ALARM of {len(finding.failed)} tests"
    verdict = "all tests pass" if finding.is_good else finding.problem or alarm
    row = f"{finding.name:{NAME_WIDTH}} {verdict:{VERDICT_WIDTH}} {finding.seconds:7.1f}"
    return "\n".join([row, *_alarms(finding)])


def suspicion(finding: VariantFinding) -> str:
    """What is to be looked into: tests that fail over one of several variants, or over some of them together."""
    heading = (
        f"one of {len(finding.variants)} variants makes {len(finding.failed)} tests fail; looking for it:"
    )
    return "\n".join([finding.problem or heading, *_alarms(finding)])


def variants_as_json(findings: Sequence[VariantFinding]) -> list[dict[str, Any]]:
    """The findings on benign variants."""
    return [
        {
            "variants": [
                {"name": variant.name, "description": variant.description} for variant in finding.variants
            ],
            "failed_tests": [_failure_as_json(failure) for failure in finding.failed],
            "seconds": round(finding.seconds, 2),
            "problem": finding.problem,
        }
        for finding in findings
    ]


def null_row(finding: NullFinding) -> str:
    """One line on a null backend, and one for each test that passes against it."""
    verdict = (
        f"all {finding.failed} tests fail"
        if finding.is_good
        else finding.problem or f"{len(finding.passed)} PASS"
    )
    lines = [f"{finding.backend:{NAME_WIDTH}} {verdict:{VERDICT_WIDTH}} {finding.seconds:7.1f}"]
    lines += [f"  {test} passes, so that it proves nothing" for test in finding.passed]
    return "\n".join(lines)


def null_backends_as_json(findings: Sequence[NullFinding]) -> list[dict[str, Any]]:
    """The findings on null backends."""
    return [
        {
            "backend": finding.backend,
            "failed": finding.failed,
            "passed_tests": list(finding.passed),
            "seconds": round(finding.seconds, 2),
            "problem": finding.problem,
        }
        for finding in findings
    ]


def _alarms(finding: VariantFinding) -> list[str]:
    lines = [f"  {failure.test}: {_first_line(failure)}" for failure in finding.failed[:ALARMS_TOLD]]
    untold = len(finding.failed) - len(lines)
    return [*lines, f"  and {untold} more"] if untold else lines


def _row(name: str, category: str, verdict: str, seconds: str, failed: str) -> str:
    return f"{name:{NAME_WIDTH}} {category:{CATEGORY_WIDTH}} {verdict:{VERDICT_WIDTH}} {seconds:>7}  {failed}".rstrip()


def _caught(where: str, findings: Sequence[Finding]) -> str:
    caught = sum(finding.is_good for finding in findings)
    intended = sum(finding.verdict is Verdict.BY_INTENDED_TEST for finding in findings)
    average = sum(finding.seconds for finding in findings) / len(findings)
    return (
        f"{where:{CATEGORY_WIDTH}} {caught:3} of {len(findings):3} caught, "
        f"{intended:3} by the intended test, {average:5.1f} s a defect"
    )


def _uncaught(finding: Finding) -> str:
    expected = (
        f"should be noticed by {finding.defect.noticed_by!r}"
        if finding.defect.noticed_by
        else "no test is named"
    )
    return f"{finding.verdict}: {finding.defect.name} ({finding.defect.description}): {finding.problem or expected}"


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    counted = Counter(finding.verdict for finding in findings)
    return {"defects": len(findings), **{verdict.name.lower(): counted[verdict] for verdict in Verdict}}


def _as_json(finding: Finding) -> dict[str, Any]:
    defect = finding.defect
    return {
        "name": defect.name,
        "category": defect.category,
        "description": defect.description,
        "noticed_by": defect.noticed_by,
        "verdict": finding.verdict.name.lower(),
        "failed_tests": [_failure_as_json(failure) for failure in finding.failed],
        "seconds": round(finding.seconds, 2),
        "problem": finding.problem,
    }


def _failure_as_json(failure: Failure) -> dict[str, str]:
    return {"test": failure.test, "message": redact(failure.message)}


def _first_line(failure: Failure) -> str:
    return redact(failure.message).partition("\n")[0]
