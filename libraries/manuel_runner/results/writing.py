"""Write the results of a run."""

from dataclasses import replace
from pathlib import Path

from load_engine.charts.response_times import charts
from manuel_runner.file_names import HISTORY, RESULTS, SUMMARY, SUMMARY_PAGE, TRENDS
from manuel_runner.json_file import write_json
from manuel_runner.results.flakiness import flaky_tests
from manuel_runner.results.history import Entry, remember
from manuel_runner.results.markdown import render
from manuel_runner.results.measurements import measured_in
from manuel_runner.results.model import Results
from manuel_runner.results.pages import render_summary_page, render_trend_page
from manuel_runner.results.reading import read_results
from manuel_runner.results.trends import comparable_runs

SCHEMA = Path(__file__).with_name("results.schema.json")


def write_results(output_xml: Path, directory: Path, environment: str) -> Results:
    """Write results.json, summary.md, summary.html and trends.html, and add the run to history.jsonl.

    Args:
        output_xml: The output of robot, pabot or rebot.
        directory: The folder for the files; created if necessary.
        environment: The name of the environment that was tested.

    Returns:
        The results.

    Raises:
        robot.errors.DataError: `output_xml` is missing, or is not Robot Framework's output.
        HistoryError: `history.jsonl` exists, but is not a history.

    Example:
        >>> write_results(Path("results/output.xml"), Path("results"), "local").summary.failed  # doctest: +SKIP
        0
    """
    results = read_results(output_xml, environment)
    measured = measured_in(results.run, directory)
    figures = {name: each.figures() for name, each in measured.items()}
    results = replace(results, measurements={**results.measurements, **figures})
    write_json(directory / RESULTS, results.to_json())
    latest, *others = comparable_runs(remember(Entry.of(results), directory / HISTORY))
    drawn = {name: charts(each) for name, each in measured.items()}
    pages = {
        SUMMARY: render(results, latest.trends),
        SUMMARY_PAGE: render_summary_page(results, drawn, latest.trends, flaky_tests(latest)),
        TRENDS: render_trend_page([latest, *others]),
    }
    for name, text in pages.items():
        (directory / name).write_text(text, encoding="utf-8")
    return results
