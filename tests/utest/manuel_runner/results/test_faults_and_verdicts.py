"""What tests write into their metadata about faults and thresholds, and suites about versions, is in the results."""

import json
from pathlib import Path

import jsonschema_rs
import pytest
from robot.utils import escape

from FailureSimulator.injected_faults import FAULTS_METADATA
from manuel_runner.results import Results, read_results
from manuel_runner.results.model import LinkedTest
from manuel_runner.results.writing import SCHEMA
from ManuelEnvironment.run_metadata import API_VERSIONS_METADATA, VERSIONS_METADATA, format_versions
from PerfMetrics.verdicts import VERDICTS_PREFIX

THROTTLING = {"failure": "bedrock_throttling", "fault": "error ThrottlingException on *", "hits": 2}
BREAKER = {"failure": "circuit_breaker_open", "fault": "a real cause", "hits": None}
VERDICTS = [
    {"threshold": "p(95)<=100", "value": 12.5, "met": True},
    {"threshold": "max<1s", "value": None, "met": False},
]
VERSIONS = {"tests": "1.0.0", "Robot Framework": "7.5"}


def _metadata(name: str, value: object) -> str:
    return f"Set Test Metadata    {name}    {escape(json.dumps(value))}"


SUITE = f"""
*** Settings ***
Metadata    {VERSIONS_METADATA}    {format_versions(VERSIONS)}
Metadata    {API_VERSIONS_METADATA}    1.0, 1.1


*** Test Cases ***
Copes
    {_metadata(FAULTS_METADATA, [THROTTLING, BREAKER])}

Does Not Cope
    {_metadata(FAULTS_METADATA, [{**THROTTLING, "hits": 3}])}
    {_metadata(f"{VERDICTS_PREFIX}GET /health", VERDICTS)}
    Fail    Expected status 200.
"""


@pytest.fixture
def results(run_suites) -> Results:
    return read_results(run_suites({"performance/throttled.robot": SUITE}, randomize="tests:42"), "local")


def link(name: str, results: Results) -> LinkedTest:
    return next(LinkedTest.to(test) for test in results.test_results if test.test_name == name)


def test_a_fault_has_the_tests_that_injected_it_and_all_its_hits(results: Results) -> None:
    throttling, breaker = results.faults
    assert (throttling.failure, throttling.fault) == ("bedrock_throttling", "error ThrottlingException on *")
    assert (throttling.hits, throttling.passed, len(throttling.tests)) == (5, 1, 2)
    assert (breaker.hits, breaker.passed, breaker.tests) == (None, 1, [link("Copes", results)])


def test_verdicts_are_listed_by_measurement_with_the_test_that_judged(results: Results) -> None:
    met, failed = results.verdicts["GET /health"]
    assert (met.threshold, met.value, met.met) == ("p(95)<=100", 12.5, True)
    assert (failed.value, failed.met, failed.test) == (None, False, link("Does Not Cope", results))


def test_metadata_that_has_fields_of_its_own_is_not_listed_twice(results: Results) -> None:
    assert all(test.details["metadata"] == {} for test in results.test_results)


def test_the_run_has_its_versions_and_the_seed_of_its_order(results: Results) -> None:
    assert results.run.versions == {**VERSIONS, "API": "1.0, 1.1"}
    assert results.run.seed == 42


def test_results_satisfy_the_schema(results: Results) -> None:
    schema = json.loads(Path(SCHEMA).read_text())
    jsonschema_rs.validator_for(schema).validate(json.loads(json.dumps(results.to_json())))
