"""The last lines of a run on the console: what to fix first, and what to open."""

from collections.abc import Iterable
from pathlib import Path

from manuel_runner.results.markdown import consequences_of, counts_of
from manuel_runner.results.model import CauseOfRun, Results

_SHOWN_CAUSES = 5
_PAGES = ("summary", "log", "trends")


def describe_end(results: Results, directory: Path, folders: Iterable[str] = ()) -> str:
    """Return what to fix first, how many tests had which outcome, and where to read more.

    Args:
        results: The results.
        directory: The folder that has the reports.
        folders: Names of folders in it to mention, if the run has written them.
    """
    files = {page: directory / f"{page}.html" for page in _PAGES}
    written = {name: directory / name for name in folders if (directory / name).is_dir()}
    pages = [f"  {name:<8} {_address(path)}" for name, path in {**files, **written}.items()]
    return "\n".join([*_causes(results, directory), f"Tests: {counts_of(results.summary)}", *pages])


def _causes(results: Results, directory: Path) -> list[str]:
    causes = results.unknown_causes
    if not causes:
        return []
    header = f"What to fix first ({len(causes)} cause{'s' if len(causes) > 1 else ''}, all in the summary):"
    shown = causes[:_SHOWN_CAUSES]
    return [header, *(line for cause in shown for line in _cause(cause, directory))]


def _cause(cause: CauseOfRun, directory: Path) -> list[str]:
    """Return a cause and its place in the log: its first failed test, or else the first one that it blocks."""
    first = next(iter([*cause.failed, *cause.blocked]), None)
    place = [] if first is None else [f"    {_address(directory / 'log.html')}#{first.id}"]
    return [f"  {cause.title} ({consequences_of(cause)})", *place]


def _address(page: Path) -> str:
    """Return the address of a page, which terminals and editors open."""
    return page.resolve().as_uri()
