import json
import os
import re
from datetime import timedelta
from pathlib import Path

import jsonschema_rs
import pytest
from robot.api import ExecutionResult

from load_engine.measurement import Measurement
from load_engine.statistics.histogram import Histogram
from load_engine.store import save
from manuel_runner.results import write_results
from manuel_runner.results.history import HistoryError, read_history
from manuel_runner.results.writing import SCHEMA
from secret_masking.environment_variables import register_variables

TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl"
SUITE = f"""
*** Test Cases ***
Passes
    No Operation

Fails | And < Leaks
    [Documentation]    Token {TOKEN}
    Fail    Sent Bearer abc.def-ghi with Hunter2Hunter2 and {TOKEN} in it

Is Skipped
    Skip    The environment lacks load.

Measures
    Set Test Metadata    Measured: GET /health    p50_ms=1.5, p95_ms=2.5, count=200
"""
SECRETS = (TOKEN, "eyJ", "abc.def-ghi", "Hunter2Hunter2")


@pytest.fixture
def output(run_suites, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MANUEL_TEST_PASSWORD", "Hunter2Hunter2")
    register_variables(os.environ)
    return run_suites({"api/query.robot": SUITE})


def test_results_satisfy_the_schema(output: Path, tmp_path: Path) -> None:
    summary = write_results(output, tmp_path / "results", "local").summary
    results = json.loads((tmp_path / "results/results.json").read_text())
    jsonschema_rs.validator_for(json.loads(SCHEMA.read_text())).validate(results)
    assert results["summary"] == {
        "total_tests": 4,
        "passed": 2,
        "failed": 1,
        "known": 0,
        "blocked": 0,
        "skipped": 1,
        "flaky": 0,
        "success_rate": 66.7,
        "total_duration_ms": summary.total_duration_ms,
        "average_test_duration_ms": summary.average_test_duration_ms,
    }
    assert results["run"]["environment"] == "local"


def test_the_schema_rejects_an_invalid_status(output: Path, tmp_path: Path) -> None:
    write_results(output, tmp_path, "local")
    results = json.loads((tmp_path / "results.json").read_text())
    results["test_results"][0]["status"] = "PASS"
    assert not jsonschema_rs.validator_for(json.loads(SCHEMA.read_text())).is_valid(results)


def test_the_schema_is_valid() -> None:
    assert jsonschema_rs.meta.is_valid(json.loads(SCHEMA.read_text()))


def test_no_file_contains_a_secret(output: Path, tmp_path: Path) -> None:
    directory = tmp_path / "results"
    write_results(output, directory, "local")
    written = "".join(file.read_text() for file in directory.iterdir())
    assert "<secret>" in written
    assert not [secret for secret in SECRETS if secret in written]


def test_summary_shows_failures_measurements_and_skips(output: Path, tmp_path: Path) -> None:
    write_results(output, tmp_path, "staging")
    summary = (tmp_path / "summary.md").read_text()
    assert "## Manuel on staging: 1 failed" in summary
    assert "[Suites.Api.Query.Fails \\| And &lt; Leaks](log.html#s1-s1-s1-t2)" in summary
    assert "| GET /health | 1.5 | 2.5 |" in summary
    assert "| The environment lacks load. | 1 |" in summary
    assert "Changed level" not in summary


def test_a_rewritten_run_replaces_itself_in_the_history(output: Path, tmp_path: Path) -> None:
    write_results(output, tmp_path, "local")
    write_results(output, tmp_path, "local")
    assert [entry.series["GET /health p95_ms"] for entry in read_history(tmp_path / "history.jsonl")] == [2.5]


def test_a_run_whose_failed_tests_were_run_again_replaces_itself_in_the_history(
    output: Path, tmp_path: Path
) -> None:
    write_results(output, tmp_path, "local")
    result = ExecutionResult(str(output))
    for test in result.suite.all_tests:
        if test.failed:
            test.start_time += timedelta(seconds=1)
            test.status = "PASS"
    result.save(output)
    write_results(output, tmp_path, "local")
    assert [entry.series["success_rate"] for entry in read_history(tmp_path / "history.jsonl")] == [100.0]


def test_the_summary_shows_a_risen_level(output: Path, tmp_path: Path) -> None:
    for number in range(16):
        write_results(_run_of_day(output, number, p95=10 if number < 8 else 20), tmp_path, "local")
    summary = (tmp_path / "summary.md").read_text()
    assert "| GET /health p95_ms | worse | 10.5 | 20.5 | +95% |" in summary


def _run_of_day(output: Path, number: int, *, p95: int, selection: str = "") -> Path:
    result = ExecutionResult(str(output))
    result.suite.metadata["Selection"] = selection
    for test in result.suite.all_tests:
        test.start_time += timedelta(days=number)
        test.end_time += timedelta(days=number)
        if test.metadata:
            test.metadata["Measured: GET /health"] = f"p95_ms={p95 + number % 2}"
    result.suite.start_time += timedelta(days=number)
    target = output.with_name(f"{number}.xml")
    result.save(str(target))
    return target


def test_the_trend_page_shows_changes_first(output: Path, tmp_path: Path) -> None:
    for number in range(16):
        write_results(_run_of_day(output, number, p95=10 if number < 8 else 20), tmp_path, "local")
    page = (tmp_path / "trends.html").read_text()
    assert page.index("Worse: 10.5 to 20.5 (+95%) since run") < page.index("No change of level in 16 runs")
    assert re.search(r'<td class="wide">10\.5</td><td>20\.5</td>\n<td class="worse">\+95 % worse</td>', page)
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")


def test_the_summary_page_shows_what_has_changed(output: Path, tmp_path: Path) -> None:
    write_results(_run_of_day(output, 0, p95=10), tmp_path, "local")
    assert "Changed levels" not in (tmp_path / "summary.html").read_text()
    for number in range(1, 16):
        write_results(_run_of_day(output, number, p95=10 if number < 8 else 20), tmp_path, "local")
    assert '<td class="worse">+95 % worse</td>' in (tmp_path / "summary.html").read_text()


def test_the_trend_page_has_a_section_for_each_selection_and_environment_and_a_closed_chart_for_each_figure(
    output: Path, tmp_path: Path
) -> None:
    write_results(_run_of_day(output, 0, p95=10), tmp_path, "staging")
    write_results(_run_of_day(output, 1, p95=10), tmp_path, "local")
    write_results(_run_of_day(output, 2, p95=10, selection="--include smoke"), tmp_path, "local")
    page = (tmp_path / "trends.html").read_text()
    sections = re.findall(r'<details class="section"( open)?><summary><h2>(.*?)</h2>', page)
    assert sections == [
        (" open", "--include smoke on local"),
        ("", "4 tests: api on local"),
        ("", "4 tests: api on staging"),
    ]
    assert page.count("<figure>") == page.count('<th scope="row">') > 0
    assert page.count('<th scope="row"><details><summary>') == page.count("<figure>")


def test_the_date_of_the_last_run_is_not_cut_off(output: Path, tmp_path: Path) -> None:
    for number in range(2):
        write_results(_run_of_day(output, number, p95=10), tmp_path, "local")
    page = (tmp_path / "trends.html").read_text()
    first, last = re.findall(r'text-anchor="(\w+)">\d{4}-\d\d-\d\d<', page)[:2]
    assert (first, last) == ("middle", "end")


def test_measurements_of_all_processes_are_merged(output: Path, tmp_path: Path) -> None:
    for process, milliseconds in enumerate(([1] * 99, [100])):
        latency = Histogram.of(each * 1000 for each in milliseconds)
        measurement = Measurement("GET /health", "sequential", "pycurl", seconds=1.0, latency=latency)
        save(measurement, tmp_path / f"pabot_results/{process}", test=None)
    write_results(output, tmp_path, "local")
    measured = json.loads((tmp_path / "results.json").read_text())["measurements"]["GET /health"]
    assert (measured["count"], measured["p99_ms"], measured["max_ms"]) == (100, 1.0, 100.0)


def test_measurements_of_an_earlier_run_are_ignored(output: Path, tmp_path: Path) -> None:
    save(Measurement("GET /old", "sequential", "pycurl"), tmp_path, test=None)
    write_results(_run_of_day(output, 1, p95=10), tmp_path, "local")
    assert "GET /old" not in json.loads((tmp_path / "results.json").read_text())["measurements"]


def test_an_unreadable_history_is_named_and_kept(output: Path, tmp_path: Path) -> None:
    history = tmp_path / "history.jsonl"
    history.write_text("nonsense\n")
    with pytest.raises(HistoryError, match=r"history\.jsonl, line 1: .*nonsense.*Move the file away"):
        write_results(output, tmp_path, "local")
    assert history.read_text() == "nonsense\n"
