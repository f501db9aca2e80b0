"""A run in which everything happens that the pages can show."""

import io
import json
from datetime import datetime, timedelta
from pathlib import Path

from robot import run
from robot.api import ExecutionResult
from robot.utils import escape

from FailureSimulator.injected_faults import FAULTS_METADATA
from load_engine.measurement import Measurement
from load_engine.statistics.histogram import Histogram
from load_engine.store import save
from manuel_runner.results import write_results
from manuel_runner.results.merged_messages import FLAKY_METADATA
from manuel_runner.selection import SELECTION_METADATA
from ManuelEnvironment.known_issues import KNOWN_METADATA
from ManuelEnvironment.run_metadata import VERSIONS_METADATA
from PerfMetrics.verdicts import VERDICTS_PREFIX

RUNS = 16
WHERE = "Where: POST http://127.0.0.1:8080/api/query, request id r-1, trace id t-1, 12 ms"
ISSUE = {
    "operation": "*",
    "expected": "status 201",
    "got": "*",
    "reason": "Uploads go to S3 until the route is deployed.",
    "owner": "team-api",
    "until": "2037-03-31",
}
FIRST_FAILURE = "Expected status 200.\nGot 503 Service Unavailable"
FAULTS = [
    {
        "failure": "bedrock_throttling",
        "fault": "error ThrottlingException on bedrock-runtime.InvokeModel",
        "hits": 2,
    },
    {"failure": "latency 2.0 s on s3.PutObject", "fault": "latency 2.0 s on s3.PutObject", "hits": 1},
]
VERDICTS = [
    {"threshold": "p(95)<=100", "value": 41.5, "met": True},
    {"threshold": "p(99)<20", "value": 48.0, "met": False},
    {"threshold": "error_rate==0", "value": 0.0, "met": True},
]


def _metadata(name: str, value: object) -> str:
    """Return a keyword call, on one line."""
    return (
        f"    Set Test Metadata    {name}    {escape(value if isinstance(value, str) else json.dumps(value))}"
    )


SUITES = {
    "api/query.robot": rf"""
*** Settings ***
Metadata    {VERSIONS_METADATA}    tests 1.0.0; Robot Framework 7.5; Python 3.13.0

*** Test Cases ***
Question Is Answered
    No Operation

Question Is Refused
    Fail    Expected status 400.\nGot 200 OK: {{"answer": "yes"}}\n{WHERE}\nHint: look at the handler.

Upload Is A Known Issue
{_metadata(KNOWN_METADATA, [ISSUE])}
    Skip    known issue\nExpected status 201.\nGot 404 Not Found\n{WHERE}

Clock Is Set
    Skip    environment prod does not offer time-control

Answer Comes Late
{_metadata(FLAKY_METADATA, FIRST_FAILURE)}
""",
    "failure_scenarios/model.robot": f"""
*** Test Cases ***
Throttled Model Is Asked Again
{_metadata(FAULTS_METADATA, FAULTS)}

Throttled Model Is Given Up
{_metadata(FAULTS_METADATA, FAULTS[:1])}
    Fail    Expected status 503.
""",
    "performance/health.robot": f"""
*** Test Cases ***
Health Is Fast
{_metadata(f"{VERDICTS_PREFIX}GET /health", VERDICTS)}
{_metadata("Measured: GET /health", "p95_ms=41.5")}
""",
}


def write_sample_run(folder: Path) -> None:
    """Write the reports of a run into a folder, with a history of earlier ones."""
    for name, text in SUITES.items():
        (folder / "suites" / name).parent.mkdir(parents=True)
        (folder / "suites" / name).write_text(text, encoding="utf-8")
    run(folder / "suites", output=folder / "output.xml", log=None, report=None, stdout=io.StringIO())
    for number in range(RUNS):
        _write_earlier_run(folder, RUNS - number, level=20.0 if number < RUNS / 2 else 40.0)
    latency = Histogram.of(range(1_000, 48_000, 250))
    timeline = dict.fromkeys(range(10), latency)
    save(Measurement("GET /health", "open", "pycurl", 9.0, latency, timeline=timeline), folder, test=None)
    write_results(folder / "output.xml", folder, "staging")


def _write_earlier_run(folder: Path, days: int, *, level: float) -> None:
    result = ExecutionResult(str(folder / "output.xml"))
    began = datetime.now() - timedelta(days=days)  # noqa: DTZ005 - as Robot Framework writes it
    result.suite.start_time = began
    if days % 5 == 0:
        result.suite.metadata[SELECTION_METADATA] = "--include smoke"
    for test in result.suite.all_tests:
        test.start_time = began
        if "Measured: GET /health" in test.metadata:
            test.metadata["Measured: GET /health"] = f"p95_ms={level + days % 2}"
    result.save(str(folder / "earlier.xml"))
    write_results(folder / "earlier.xml", folder, "staging")
