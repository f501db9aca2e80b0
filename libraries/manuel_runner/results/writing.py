"""Write the results of a run."""

from dataclasses import replace
from pathlib import Path

from manuel_runner.json_file import write_json
from manuel_runner.results.history import Entry, remember
from manuel_runner.results.markdown import render
from manuel_runner.results.measurements import figures_of
from manuel_runner.results.model import Results
from manuel_runner.results.reading import read_results
from manuel_runner.results.summary_page import render_summary_page
from manuel_runner.results.trend_page import render_page
from manuel_runner.results.trends import trends_by_selection

RESULTS = "results.json"
SUMMARY = "summary.md"
SUMMARY_PAGE = "summary.html"
TRENDS = "trends.html"
HISTORY = "history.jsonl"
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
    merged = figures_of(results.run, directory)
    results = replace(results, measurements={**results.measurements, **merged})
    write_json(directory / RESULTS, results.to_json())
    history = remember(Entry.of(results), directory / HISTORY)
    trends = trends_by_selection(history)
    (directory / SUMMARY).write_text(render(results, trends.get(results.run.selection, ())), encoding="utf-8")
    (directory / SUMMARY_PAGE).write_text(render_summary_page(results), encoding="utf-8")
    (directory / TRENDS).write_text(render_page(trends, environment), encoding="utf-8")
    return results
