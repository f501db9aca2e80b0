"""The results of several defects at once, as human-readable lines and as JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from manuel_runner.detection.bundle import DefectBundle
from manuel_runner.detection.joint_detection import (
    FAILED_TESTS_PER_DEFECT,
    JointFinding,
    JointTotal,
    NamedDefect,
)
from manuel_runner.detection.report import failures_as_json

NAME_WIDTH = 44


def bundle_lines(bundle: DefectBundle) -> str:
    """Return which defects were drawn, and which were put back."""
    heading = f"--seed {bundle.seed}: {', '.join(defect.name for defect in bundle.defects)}"
    return "\n".join([heading, *(f"  not {each.defect.name}: it {each.reason}" for each in bundle.rejected)])


def joint_lines(finding: JointFinding) -> str:
    """Return a line for each defect, and one for the whole run."""
    return "\n".join(
        [
            f"\n--seed {finding.bundle.seed}: {finding.error or _outcome(finding)}",
            *map(_named_line, finding.named),
            *(f"  failed: {failure.test}: {failure.first_line}" for failure in finding.failed),
            *(f"  {tests} blocked by {reason}" for reason, tests in sorted(finding.blocked.items())),
        ]
    )


def total_line(total: JointTotal) -> str:
    """Return the share of named defects and of failed tests, and what is required."""
    return (
        f"{total.named} of {total.defects} defects named: {total.share:.1%} (at least {total.required_share:.0%}); "
        f"{total.failed} failed tests, {total.failed_per_defect:.2f} for each defect (at most {FAILED_TESTS_PER_DEFECT:g})"
    )


def joint_as_json(findings: Sequence[JointFinding], total: JointTotal) -> dict[str, Any]:
    """Return the findings with their total."""
    return {"total": {**asdict(total), "share": total.share}, "rounds": [_as_json(each) for each in findings]}


def _outcome(finding: JointFinding) -> str:
    named = sum(each.by is not None for each in finding.named)
    return (
        f"{named} of {len(finding.named)} defects named, {len(finding.failed)} failed tests, "
        f"{sum(finding.blocked.values())} blocked, {finding.passed} passed, {finding.seconds:.0f} s"
    )


def _named_line(named: NamedDefect) -> str:
    if named.by is not None:
        return f"  {named.defect.name:{NAME_WIDTH}} {named.by}"
    return f"  {named.defect.name:{NAME_WIDTH}} NOT NAMED: {named.defect.noticed_by!r} {named.intended}"


def _as_json(finding: JointFinding) -> dict[str, Any]:
    return {
        "seed": finding.bundle.seed,
        "defects": [
            {"name": each.defect.name, "named_by": each.by, "intended_test": each.intended}
            for each in finding.named
        ],
        "redrawn": [{"name": each.defect.name, "reason": each.reason} for each in finding.bundle.rejected],
        "failed_tests": failures_as_json(finding.failed),
        "blocked": dict(finding.blocked),
        "passed": finding.passed,
        "seconds": round(finding.seconds, 2),
        "error": finding.error,
    }
