"""The results of detection, as human-readable tables and as JSON."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from manuel_runner.detection.defect_detection import DefectFinding, DefectStatus
from manuel_runner.detection.null_detection import NullFinding
from manuel_runner.detection.variant_detection import VariantFinding
from manuel_runner.test_runs import FailedTest

NAME_WIDTH, CATEGORY_WIDTH, STATUS_WIDTH, FAILURE_WIDTH = 40, 18, 27, 100
MOST_FAILURES = 20
CAUGHT = (DefectStatus.BY_INTENDED_TEST, DefectStatus.BY_OTHERS)


def defect_heading() -> str:
    """Return the heading of the table of defects."""
    return _defect_row("defect", "category", "status", "seconds", "first failed test")


def defect_row(finding: DefectFinding) -> str:
    """Return one line of the table of defects."""
    defect = finding.defect
    cause = finding.error or (finding.failed[0].test if finding.failed else "")
    seconds = f"{finding.seconds:.1f}"
    return _defect_row(defect.name, defect.category, finding.status, seconds, cause[:FAILURE_WIDTH])


def defect_summary(findings: Sequence[DefectFinding]) -> str:
    """Return how many defects of each category were caught, and which were not, or by accident only, with the reason."""
    lines = [_caught(category, of_category) for category, of_category in _by_category(findings).items()]
    lines.append(_caught("total", findings))
    lines += [_remark(finding) for finding in findings if finding.status not in CAUGHT]
    return "\n".join(lines)


def defects_as_json(findings: Sequence[DefectFinding]) -> dict[str, Any]:
    """Return the findings on defects with their counts."""
    categories = _by_category(findings)
    return {
        "summary": {
            "total": _counts(findings),
            "by_category": {name: _counts(of_category) for name, of_category in categories.items()},
        },
        "findings": [_as_json(finding) for of_category in categories.values() for finding in of_category],
    }


def variant_row(finding: VariantFinding) -> str:
    """Return one line on a benign variant, followed by one line for each of the first failures."""
    status = "passed" if finding.is_expected else finding.error or f"FALSE ALARMS: {len(finding.failed)}"
    return "\n".join([_row(finding.name, status, finding.seconds), *_failure_rows(finding)])


def suspect_rows(finding: VariantFinding) -> str:
    """Return a heading for several variants on which tests fail, followed by one line for each of the first failures."""
    heading = f"{len(finding.failed)} failures with {len(finding.variants)} variants; looking for the cause:"
    return "\n".join([finding.error or heading, *_failure_rows(finding)])


def variants_as_json(findings: Sequence[VariantFinding]) -> list[dict[str, Any]]:
    """Return the findings on benign variants."""
    return [
        {
            "variants": [
                {"name": variant.name, "description": variant.description} for variant in finding.variants
            ],
            "failed_tests": failures_as_json(finding.failed),
            "seconds": round(finding.seconds, 2),
            "error": finding.error,
        }
        for finding in findings
    ]


def failures_as_json(failures: Iterable[FailedTest]) -> list[dict[str, str]]:
    """Return tests with their messages."""
    return [{"test": failure.test, "message": failure.message} for failure in failures]


def null_row(finding: NullFinding) -> str:
    """Return one line on a null backend, followed by one line for each test that passes against it."""
    failed = f"{finding.failed} failed, {finding.blocked} blocked"
    passed = f"PASSED: {len(finding.passed)}"
    status = failed if finding.is_expected else finding.error or passed
    lines = [f"  {test} passed, and therefore proves nothing" for test in finding.passed]
    return "\n".join([_row(finding.backend, status, finding.seconds), *lines])


def null_backends_as_json(findings: Sequence[NullFinding]) -> list[dict[str, Any]]:
    """Return the findings on null backends."""
    return [
        {
            "backend": finding.backend,
            "failed": finding.failed,
            "blocked": finding.blocked,
            "passed_tests": list(finding.passed),
            "seconds": round(finding.seconds, 2),
            "error": finding.error,
        }
        for finding in findings
    ]


def _defect_row(name: str, category: str, status: str, seconds: str, cause: str) -> str:
    return f"{name:{NAME_WIDTH}} {category:{CATEGORY_WIDTH}} {status:{STATUS_WIDTH}} {seconds:>7}  {cause}".rstrip()


def _row(name: str, status: str, seconds: float) -> str:
    return f"{name:{NAME_WIDTH}} {status:{STATUS_WIDTH}} {seconds:7.1f}"


def _failure_rows(finding: VariantFinding) -> list[str]:
    lines = [f"  {failure.test}: {failure.first_line}" for failure in finding.failed[:MOST_FAILURES]]
    more = len(finding.failed) - len(lines)
    return [*lines, f"  and {more} more"] if more else lines


def _by_category(findings: Iterable[DefectFinding]) -> dict[str, list[DefectFinding]]:
    categories: dict[str, list[DefectFinding]] = {}
    for finding in sorted(findings, key=lambda each: (each.defect.category, each.defect.name)):
        categories.setdefault(finding.defect.category, []).append(finding)
    return categories


def _caught(scope: str, findings: Sequence[DefectFinding]) -> str:
    caught = sum(finding.is_expected for finding in findings)
    statuses = Counter(finding.status for finding in findings)
    intended, accidents = statuses[DefectStatus.BY_INTENDED_TEST], statuses[DefectStatus.BY_ACCIDENT]
    average = sum(finding.seconds for finding in findings) / len(findings)
    return (
        f"{scope:{CATEGORY_WIDTH}} {caught:3} of {len(findings):3} caught, "
        f"{intended:3} by the intended test, {accidents:3} by accident, {average:5.1f} s per defect"
    )


def _remark(finding: DefectFinding) -> str:
    defect = finding.defect
    return (
        f"{finding.status}: {defect.name} ({defect.description}): {finding.error or _what_is_wrong(finding)}"
    )


def _what_is_wrong(finding: DefectFinding) -> str:
    defect = finding.defect
    if finding.status is DefectStatus.BY_ACCIDENT:
        wanted = f"should mention {defect.mentions!r}" if defect.mentions else "has another reason"
        return f"{finding.failed[0].test} {wanted}: {finding.failed[0].first_line}"
    return f"{defect.noticed_by!r} should catch it" if defect.noticed_by else "it names no test"


def _counts(findings: Sequence[DefectFinding]) -> dict[str, int]:
    counted = Counter(finding.status for finding in findings)
    return {"defects": len(findings), **{status.name.lower(): counted[status] for status in DefectStatus}}


def _as_json(finding: DefectFinding) -> dict[str, Any]:
    defect = finding.defect
    return {
        "name": defect.name,
        "category": defect.category,
        "description": defect.description,
        "noticed_by": defect.noticed_by,
        "status": finding.status.name.lower(),
        "failed_tests": failures_as_json(finding.failed),
        "seconds": round(finding.seconds, 2),
        "error": finding.error,
    }
