"""The results of a run: results.json, a summary in Markdown, and the history that trends are based on."""

from manuel_runner.results.markdown import counts_of
from manuel_runner.results.model import Results, Summary
from manuel_runner.results.reading import environment_of, read_results
from manuel_runner.results.writing import write_results

__all__ = ["Results", "Summary", "counts_of", "environment_of", "read_results", "write_results"]
