"""What a run needs around it: a results folder of its own, files for its processes, and that nothing of it stays behind."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from manuel_runner.running.run_files import RunFiles, run_files
from manuel_stack.lease import WarmParent
from manuel_stack.results_lock import only_run_in
from ManuelEnvironment.settings import Settings


@contextmanager
def surroundings(results: Path, settings: Settings | None) -> Iterator[RunFiles]:
    """Keep what the run needs, which this process leads, until it ends.

    Args:
        results: The folder for the results.
        settings: Those of its processes, which say whether they start local stacks; None if they start nothing.

    Yields:
        The files for its processes.

    Raises:
        ResultsFolderError: Another run is writing to the folder, or it cannot be written to.
    """
    with only_run_in(results), run_files(results) as files:
        if settings is not None and settings.is_local:
            with _warm_parent(for_template=settings.template is not None):
                yield files
        else:
            yield files


@contextmanager
def _warm_parent(*, for_template: bool) -> Iterator[None]:
    """Start the process that forks the local stacks early, so that it warms up while the suites are read."""
    parent = WarmParent(os.getpid(), for_template=for_template)
    parent.start()
    try:
        yield
    finally:
        parent.stop()
