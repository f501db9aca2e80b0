"""The whole of it: healthy control, defects."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from manuel_runner.detection import report
from manuel_runner.detection.catalogue import Change
from manuel_runner.detection.defects import DefectDetection, Finding
from manuel_runner.detection.healthy_control import HealthyControl, UnhealthyError
from manuel_runner.judging import Court, Suites
from ManuelEnvironment.errors import ConfigurationError


@dataclass(frozen=True)
class Detection:
    """One run of `manuel-tests detect`.

    Attributes:
        defects: The defects to judge.
        run_all: Whether every test is run on each.
        processes: How many are judged at the same time.
        output: The JSON file to write.
    """

    defects: list[Change]
    run_all: bool
    processes: int
    output: Path

    def execute(self) -> int:
        """Judge everything, print what was found, and write it as JSON.

        Returns:
            0 if every defect was caught, else 1.

        Raises:
            ConfigurationError: Tests fail on a healthy stack.
        """
        started = time.monotonic()
        with Court(Suites.load(), processes=self.processes) as court:
            control = HealthyControl(court)
            try:
                findings = self._judge_defects(court, control)
            except UnhealthyError as error:
                raise ConfigurationError(str(error)) from None
        self._write({"defects": report.defects_as_json(findings)})
        print(
            f"{time.monotonic() - started:.0f} s, of which the healthy control took {control.seconds:.0f} s of test time"
        )
        return 0 if all(finding.verdict.is_caught for finding in findings) else 1

    def _judge_defects(self, court: Court, control: HealthyControl) -> list[Finding]:
        print(report.defect_heading(), flush=True)
        findings = []
        for finding in DefectDetection(court, control, run_all=self.run_all).findings(self.defects):
            print(report.defect_row(finding), flush=True)
            findings.append(finding)
        print(f"\n{report.defect_summary(findings)}\n", flush=True)
        return findings

    def _write(self, document: dict[str, Any]) -> None:
        self.output.parent.mkdir(parents=True, exist_ok=True)
        self.output.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
