"""What detection found, as a table for people and as JSON."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from manuel_runner.detection.defects import Finding, Verdict
from manuel_runner.results.redaction import redact

NAME_WIDTH, CATEGORY_WIDTH, VERDICT_WIDTH, TOLD_WIDTH = 40, 18, 27, 100


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
    lines += [_uncaught(finding) for finding in findings if not finding.verdict.is_caught]
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


def _row(name: str, category: str, verdict: str, seconds: str, failed: str) -> str:
    return f"{name:{NAME_WIDTH}} {category:{CATEGORY_WIDTH}} {verdict:{VERDICT_WIDTH}} {seconds:>7}  {failed}".rstrip()


def _caught(where: str, findings: Sequence[Finding]) -> str:
    caught = sum(finding.verdict.is_caught for finding in findings)
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
        "failed_tests": [
            {"test": failure.test, "message": redact(failure.message)} for failure in finding.failed
        ],
        "seconds": round(finding.seconds, 2),
        "problem": finding.problem,
    }
