"""What a run needs around it: a results folder of its own, files for its processes, and a clean end."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from manuel_runner.running.run_files import RunFiles, run_files
from manuel_stack.errors import StackError
from manuel_stack.lease import StackLease, WarmParent
from manuel_stack.results_lock import only_run_in
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.settings import Settings
from ManuelEnvironment.stack_options import stack_options


@contextmanager
def run_environment(results: Path, settings: Settings | None) -> Iterator[RunFiles]:
    """Provide what the run that this process leads needs, until it ends.

    Args:
        results: The folder for the results.
        settings: Those of its processes, which say whether they start local stacks; None if they start nothing.

    Yields:
        The files for its processes.

    Raises:
        ResultsFolderError: Another run is writing to the folder, or it cannot be written to.
        ConfigurationError: The settings' template cannot be started.
    """
    with run_files(results) as files, only_run_in(results):
        if settings is not None and settings.is_local:
            with _warm_parent(settings):
                yield files
        else:
            yield files


@contextmanager
def _warm_parent(settings: Settings) -> Iterator[None]:
    """Start the process that forks the local stacks early, so that it warms up while the suites are read."""
    parent = WarmParent(os.getpid(), for_template=settings.template is not None)
    parent.start()
    try:
        if settings.template is not None:
            _rehearse(parent, settings)
        yield
    finally:
        parent.stop()


def _rehearse(parent: WarmParent, settings: Settings) -> None:
    """Start the application of a template once, so that what AWS would refuse is reported in one line, not by each worker.

    What is not imitated of it is told as well.
    """
    try:
        with StackLease(parent, stack_options(settings, None)) as lease:
            for note in lease.info.notes:
                print(f"manuel-tests: {settings.template}: {note}", file=sys.stderr)
    except StackError as error:
        raise ConfigurationError(str(error)) from None
