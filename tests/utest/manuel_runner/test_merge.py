"""Reports of several runs together, as `make report` makes them."""

import json
from pathlib import Path

import pytest
from robot.api import ExecutionResult
from robot.run import run_cli

from load_engine.measurement import Measurement
from load_engine.statistics.histogram import Histogram
from load_engine.store import save
from manuel_runner.command_line import main
from manuel_runner.shards import problems_of_shards

MEASUREMENT = Measurement("health", "open", "pycurl", seconds=1.0, latency=Histogram.of([1000]))
SUITES = {
    "api.robot": "*** Test Cases ***\nServes\n    Log    ${RESULT}\n    Should Be Equal    ${RESULT}    good\n",
    "auth.robot": "*** Test Cases ***\nSigns In\n    No Operation\n",
}


@pytest.fixture
def suites(tmp_path: Path) -> Path:
    folder = tmp_path / "suites"
    folder.mkdir()
    for name, text in SUITES.items():
        (folder / name).write_text(text)
    return folder


def run(suites: Path, target: Path, *options: str, environment: str = "local") -> None:
    metadata = ["--metadata", f"Environment:{environment}", "--metadata", f"Selection:{target.name}"]
    arguments = ["--nostatusrc", "--name", "Manuel", "--console", "none", *metadata, *options]
    assert run_cli([*arguments, "--outputdir", str(target), str(suites)], exit=False) == 0


def test_all_that_ran_is_in_one_report_and_the_latest_result_of_a_test_counts(
    suites: Path, tmp_path: Path
) -> None:
    results = tmp_path / "results"
    run(suites, results / "test-all", "--variable", "RESULT:bad")
    run(suites, results / "test-api", "--variable", "RESULT:good", "--suite", "api")
    assert main(["merge", "--outputdir", str(results)]) == 0
    merged = ExecutionResult(results / "output.xml")
    assert {test.full_name: test.status for test in merged.suite.all_tests} == {
        "Manuel.Api.Serves": "PASS",
        "Manuel.Auth.Signs In": "PASS",
    }
    written = json.loads((results / "results.json").read_text())
    assert (written["run"]["environment"], written["run"]["selection"]) == ("local", "test-all + test-api")
    assert written["summary"]["passed"] == 2
    assert (results / "log.html").exists()


def test_the_time_of_merged_runs_is_from_the_first_start_to_the_last_end(
    suites: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    run(suites, first, "--suite", "auth")
    run(suites, second, "--suite", "auth")
    assert main(["merge", str(second), str(first), "--outputdir", str(tmp_path / "both")]) == 0
    begin, end = (ExecutionResult(folder / "output.xml").suite for folder in (first, second))
    merged = ExecutionResult(tmp_path / "both" / "output.xml").suite
    assert (merged.start_time, merged.end_time) == (begin.start_time, end.end_time)


def test_measurements_of_runs_elsewhere_are_kept_for_the_charts(suites: Path, tmp_path: Path) -> None:
    run(suites, tmp_path / "shard", "--suite", "auth")
    kept = save(MEASUREMENT, tmp_path / "shard" / "pabot_results", test="Auth.Signs In")
    merged = tmp_path / "both"
    assert main(["merge", str(tmp_path / "shard"), "--outputdir", str(merged)]) == 0
    assert [file.name for file in merged.glob("measurements/*")] == [kept.name]
    assert main(["merge", str(tmp_path / "shard"), "--outputdir", str(tmp_path)]) == 0
    assert not (tmp_path / "measurements").exists()


def test_a_run_is_not_replaced_by_the_report_of_several(
    suites: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shard = tmp_path / "shard"
    run(suites, shard, "--suite", "auth")
    before = (shard / "output.xml").read_bytes()
    assert main(["merge", str(shard), "--outputdir", str(shard)]) == 252
    assert capsys.readouterr().err == (
        f"manuel-tests: {shard} is one of the runs, which the report would replace: use another --outputdir\n"
    )
    assert (shard / "output.xml").read_bytes() == before


def test_shards_together_are_the_whole_run(
    suites: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = tmp_path / "results"
    for number, suite in ((1, "auth"), (2, "api")):
        shard = (
            "--metadata",
            f"Selection:all tests --shard {number}/2",
            "--metadata",
            f"Shard:{number}/2 of 5f0c",
        )
        run(suites, results / str(number), *shard, "--suite", suite, "--variable", "RESULT:good")
    assert main(["merge", "--outputdir", str(results), str(results / "1")]) == 1
    assert capsys.readouterr().err == "manuel-tests: shard 2/2 is missing\n"
    assert _selection(results) == "all tests --shard 1/2"
    assert main(["merge", "--outputdir", str(results)]) == 0
    assert _selection(results) == "all tests"
    assert ExecutionResult(results / "output.xml").statistics.total.passed == 2


def _selection(results: Path) -> str:
    selection: str = json.loads((results / "results.json").read_text())["run"]["selection"]
    return selection


def test_shards_of_different_plans_are_told_apart() -> None:
    assert problems_of_shards(["1/2 of 5f0c", "2/2 of 5f0c", "1/1 of 77aa"]) == []
    assert problems_of_shards(["1/2 of 5f0c", "2/2 of 77aa"]) == [
        "shard 2/2 is missing",
        "shard 1/2 is missing",
        "the shards are of different tests or durations: run all with the same commit and options",
    ]


def test_what_cannot_be_merged_is_reported_in_one_line(
    suites: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = tmp_path / "results"
    assert main(["merge", "--outputdir", str(results)]) == 252
    run(suites, results / "test", "--suite", "auth")
    run(suites, results / "test-staging", "--suite", "auth", environment="staging")
    assert main(["merge", "--outputdir", str(results)]) == 252
    assert main(["merge", "--outputdir", str(results), str(results / "test-api")]) == 252
    nothing, mixed, missing = capsys.readouterr().err.splitlines()
    assert nothing.startswith(f"manuel-tests: no run to merge in {results}: run some tests first")
    assert (
        mixed == "manuel-tests: the runs are of different environments, local and staging: name their folders"
    )
    assert missing.startswith(f"manuel-tests: {results}/test-api/output.xml cannot be read: ")
    assert not (results / "output.xml").exists()
