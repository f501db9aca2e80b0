"""All suites, run once as the main job runs them: they pass, their reports are complete, and their tags are right.

Several of the suites measure time, so that nothing else runs meanwhile.
"""

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conftest import Finished, require_nothing_left, run
from manuel_runner.test_runs.suites import Suites

pytestmark = [pytest.mark.alone, pytest.mark.timeout(1000)]

COUNTER = Path(__file__).with_name("ApiCallCounter.py")
OUTPUT_OF_A_TEST = 15_360
"""How many bytes of output.xml a test may have on average."""
REPORTS = ["log.html", "output.xml", "report.html", "results.json", "summary.html", "xunit.xml"]
TAG = "api-call"


@dataclass(frozen=True)
class MainJob:
    """The run: what it printed, the folder of its reports, and how many requests each test sent to the API."""

    done: Finished
    results: Path
    counted: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def main_job(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainJob]:
    results, counts = tmp_path_factory.mktemp("results"), tmp_path_factory.mktemp("counts")
    done = run(
        *("manuel-tests", "run", "--outputdir", results),
        cwd=results,
        ROBOT_OPTIONS=f"--listener {shlex.quote(f'{COUNTER}:{counts}')}",
    )
    counted = {name: test for file in counts.iterdir() for name, test in json.loads(file.read_text()).items()}
    yield MainJob(done, results, counted)
    require_nothing_left(results)


def test_it_passes_and_writes_its_reports(main_job: MainJob) -> None:
    """No test is skipped either, not even as inconclusive on a busy machine: nothing else runs meanwhile."""
    assert main_job.done.status == 0, main_job.done.output
    results = main_job.results
    assert [name for name in REPORTS if not (results / name).exists()] == []
    summary = json.loads((results / "results.json").read_text())["summary"]
    assert summary["passed"] == summary["total_tests"] == len(Suites.load().names())
    assert summary["failed"] == summary["skipped"] == 0
    assert list((results / "pabot_results").glob("*/stack.log"))
    assert (results / "output.xml").stat().st_size / summary["total_tests"] < OUTPUT_OF_A_TEST


def test_tests_that_talk_to_the_api_are_tagged(main_job: MainJob) -> None:
    talking = {name for name, test in main_job.counted.items() if test["requests"]}
    tagged = {name for name, test in main_job.counted.items() if TAG in test["tags"]}
    assert talking, main_job.done.output
    assert sorted(talking - tagged) == [], "these tests talk to the API: add the tag api-call"
    assert sorted(tagged - talking) == [], "these tests never talk to the API: remove the tag api-call"
