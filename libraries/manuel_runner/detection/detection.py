"""One run of `manuel-tests detect`: baseline, defects one by one, defects together, null backends, benign variants."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from manuel_runner.detection import joint_report, report
from manuel_runner.detection.baseline_check import HEADING, BaselineCheck, BaselineError, describe_failure
from manuel_runner.detection.bundle import DefectBundle
from manuel_runner.detection.catalogue import BackendChange
from manuel_runner.detection.defect_detection import DefectDetection, SearchScope, require_intended_tests
from manuel_runner.detection.joint_detection import JointDetection, total
from manuel_runner.detection.null_backends import NullBackend
from manuel_runner.detection.null_detection import null_findings
from manuel_runner.detection.variant_detection import VariantDetection
from manuel_runner.json_file import write_json
from manuel_runner.test_runs import Suites, WorkerPool
from ManuelEnvironment.errors import ConfigurationError


class Finding(Protocol):
    """A result of any kind."""

    @property
    def is_expected(self) -> bool:
        """Whether the tests behaved as they should."""


FindingT = TypeVar("FindingT")


@dataclass(frozen=True)
class Detection:
    """What to try.

    Attributes:
        output: The JSON file to write.
        defects: The defects that tests have to catch.
        bundles: The defects that tests have to name although they are applied together.
        null_backends: The servers against which no test may pass.
        variants: The variants on which no test may fail.
        run_all: Whether every test is run on every defect, and every variant is run alone.
        scope: How far to look for a test that catches a defect.
        processes: How many are tried at the same time.
    """

    output: Path
    defects: list[BackendChange] = field(default_factory=list)
    bundles: list[DefectBundle] = field(default_factory=list)
    null_backends: list[NullBackend] = field(default_factory=list)
    variants: list[BackendChange] = field(default_factory=list)
    run_all: bool = False
    scope: SearchScope = SearchScope.ALL
    processes: int = 2

    def execute(self) -> int:
        """Try everything, print each result, and write all of them as JSON.

        Returns:
            0 if every defect was caught, enough of those that were applied together were named, no test passed against a null
            backend, and none failed on a variant or on the unmodified backend; else 1.

        Raises:
            ConfigurationError: A defect names a test that does not exist, or the test of one that is tried alone fails on the
                unmodified backend.
        """
        started = time.monotonic()
        suites = Suites.load()
        require_intended_tests(self._all_defects(), suites)
        with WorkerPool(suites, processes=self.processes) as pool:
            try:
                sections = [*self._sections(pool, BaselineCheck(pool))]
            except BaselineError as error:
                raise ConfigurationError(str(error)) from None
        write_json(self.output, {name: document for name, document, _ in sections})
        print(f"{time.monotonic() - started:.0f} s including the baseline. Details: {self.output}")
        return 0 if all(are_expected for _, _, are_expected in sections) else 1

    def _sections(self, pool: WorkerPool, baseline: BaselineCheck) -> Iterator[tuple[str, Any, bool]]:
        """Yield the name of each requested part, its JSON document, and whether all of its results are as they should be."""
        if self.defects:
            print(report.defect_heading(), flush=True)
            detection = DefectDetection(pool, baseline, scope=self.scope)
            search = detection.findings_of_all_tests if self.run_all else detection.findings
            defects = _print_each(search(self.defects), report.defect_row)
            print(f"\n{report.defect_summary(defects)}\n", flush=True)
            yield "defects", report.defects_as_json(defects), _are_expected(defects)
        if self.bundles or self.null_backends or self.variants:
            tests = baseline.passing(pool.suites.names())
            yield "baseline", report.failures_as_json(baseline.failures), not baseline.failures
            _print_failures(baseline)
            yield from self._sections_of_all_tests(pool, tests)

    def _sections_of_all_tests(
        self, pool: WorkerPool, tests: frozenset[str]
    ) -> Iterator[tuple[str, Any, bool]]:
        if self.bundles:
            print("\n".join(map(joint_report.bundle_lines, self.bundles)), flush=True)
            joint = _print_each(JointDetection(pool).findings(self.bundles, tests), joint_report.joint_lines)
            print(f"\n{joint_report.total_line(total(joint))}\n", flush=True)
            yield "together", joint_report.joint_as_json(joint, total(joint)), total(joint).is_expected
        if self.null_backends:
            print("null backends: no test that talks to the API may pass", flush=True)
            nulls = _print_each(null_findings(pool, self.null_backends, tests), report.null_row)
            yield "null_backends", report.null_backends_as_json(nulls), _are_expected(nulls)
        if self.variants:
            print("\nbenign variants: no test may fail", flush=True)
            detection = VariantDetection(
                pool, lambda suspect: print(report.suspect_rows(suspect), flush=True)
            )
            search = detection.findings_one_by_one if self.run_all else detection.findings
            variants = _print_each(search(self.variants, tests), report.variant_row)
            yield "variants", report.variants_as_json(variants), _are_expected(variants)

    def _all_defects(self) -> list[BackendChange]:
        return [*self.defects, *(defect for bundle in self.bundles for defect in bundle.defects)]


def _print_failures(baseline: BaselineCheck) -> None:
    if baseline.failures:
        print("\n".join([HEADING, *map(describe_failure, baseline.failures)]))
        print("These tests are left out.\n", flush=True)


def _print_each(findings: Iterator[FindingT], row: Callable[[FindingT], str]) -> list[FindingT]:
    """Print each finding as soon as it is available, and return all."""
    printed = []
    for finding in findings:
        print(row(finding), flush=True)
        printed.append(finding)
    return printed


def _are_expected(findings: Sequence[Finding]) -> bool:
    return all(finding.is_expected for finding in findings)
