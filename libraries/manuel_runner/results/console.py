"""The last lines of a run on the console."""

from pathlib import Path

from manuel_runner.results.markdown import consequences_of, counts_of
from manuel_runner.results.model import Results

_SHOWN_CAUSES = 5


def describe_end(results: Results, directory: Path) -> str:
    """Return what to fix first, and how many tests had which outcome.

    Args:
        results: The results.
        directory: The folder that has the reports.
    """
    return "\n".join([*_causes(results, directory), f"Manuel: {counts_of(results.summary)}"])


def _causes(results: Results, directory: Path) -> list[str]:
    causes = results.unknown_causes
    if not causes:
        return []
    number = len(causes)
    header = (
        f"What to fix first ({number} cause{'s' if number > 1 else ''}, all in {directory / 'summary.html'}):"
    )
    return [
        header,
        *(f"  {cause.title} ({consequences_of(cause)})" for cause in causes[:_SHOWN_CAUSES]),
    ]
