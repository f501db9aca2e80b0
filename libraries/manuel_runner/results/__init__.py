"""The results of a run: results.json, a summary in Markdown and as a page, and the history that trends are based on."""

from manuel_runner.results.console import describe_end
from manuel_runner.results.model import Results, Summary
from manuel_runner.results.reading import environment_of, read_results
from manuel_runner.results.run_identity import environments_of
from manuel_runner.results.writing import write_results

__all__ = [
    "Results",
    "Summary",
    "describe_end",
    "environment_of",
    "environments_of",
    "read_results",
    "write_results",
]
