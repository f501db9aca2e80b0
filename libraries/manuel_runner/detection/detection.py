"""The whole of it: healthy control, defects, null backends, benign variants."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from manuel_runner.detection import report
from manuel_runner.detection.baseline_check import BaselineCheck, UnhealthyError
from manuel_runner.detection.catalogue import Change
from manuel_runner.detection.defects import DefectDetection, require_intended_tests
from manuel_runner.detection.null_backends import NullBackend
from manuel_runner.detection.null_detection import judge_null_backends
from manuel_runner.detection.variant_detection import VariantDetection
from manuel_runner.json_file import write_json
from manuel_runner.test_runs import Suites, WorkerPool
from ManuelEnvironment.errors import ConfigurationError


class HasVerdict(Protocol):
    """A finding of any kind."""

    @property
    def is_good(self) -> bool:
        """Whether it is as it should be."""


FindingT = TypeVar("FindingT", bound=HasVerdict)


@dataclass(frozen=True)
class Detection:
    """One run of `manuel-tests detect`.

    Attributes:
        defects: The defects that tests have to notice.
        null_backends: The servers against which no test may pass.
        variants: The variants over which no test may fail.
        run_all: Whether every test is run on every defect, and every variant alone.
        processes: How many are judged at the same time.
        output: The JSON file to write.
    """

    output: Path
    defects: list[Change] = field(default_factory=list)
    null_backends: list[NullBackend] = field(default_factory=list)
    variants: list[Change] = field(default_factory=list)
    run_all: bool = False
    processes: int = 2

    def execute(self) -> int:
        """Judge everything, print what was found, and write it as JSON.

        Returns:
            0 if every defect was caught, no test passed against a null backend, and none failed over a variant; else 1.

        Raises:
            ConfigurationError: A defect names a test that does not exist, or tests fail on a healthy stack.
        """
        started = time.monotonic()
        suites = Suites.load()
        require_intended_tests(self.defects, suites)
        with WorkerPool(suites, processes=self.processes) as pool:
            try:
                sections = [*self._sections(pool, BaselineCheck(pool))]
            except UnhealthyError as error:
                raise ConfigurationError(str(error)) from None
        write_json(self.output, {name: document for name, document, _ in sections})
        print(f"{time.monotonic() - started:.0f} s, the healthy control included. Details: {self.output}")
        return 0 if all(is_good for _, _, is_good in sections) else 1

    def _sections(self, pool: WorkerPool, control: BaselineCheck) -> Iterator[tuple[str, Any, bool]]:
        """Name, JSON document and whether all is good, of each part that was asked for."""
        if self.defects:
            print(report.defect_heading(), flush=True)
            detection = DefectDetection(pool, control, run_all=self.run_all)
            defects = _told(detection.findings(self.defects), report.defect_row)
            print(f"\n{report.defect_summary(defects)}\n", flush=True)
            yield "defects", report.defects_as_json(defects), _all_good(defects)
        if self.null_backends:
            control.require(pool.suites.names())
            print("null backends: no test that talks to the API may pass", flush=True)
            nulls = _told(judge_null_backends(pool, self.null_backends), report.null_row)
            yield "null_backends", report.null_backends_as_json(nulls), _all_good(nulls)
        if self.variants:
            control.require(pool.suites.names())
            print("\nbenign variants: no test may fail", flush=True)
            judging = VariantDetection(pool, lambda suspect: print(report.suspicion(suspect), flush=True))
            variants = _told(judging.findings(self.variants, alone=self.run_all), report.variant_row)
            yield "variants", report.variants_as_json(variants), _all_good(variants)


def _told(findings: Iterator[FindingT], row: Callable[[FindingT], str]) -> list[FindingT]:
    """Print each finding as soon as it is there."""
    told = []
    for finding in findings:
        print(row(finding), flush=True)
        told.append(finding)
    return told


def _all_good(findings: list[FindingT]) -> bool:
    return all(finding.is_good for finding in findings)
