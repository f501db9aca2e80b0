"""The run of suites that this process is part of, as soon as a suite imports one of the keyword libraries."""

from robot.running.context import EXECUTION_CONTEXTS

from manuel_stack.errors import ResultsFolderError
from ManuelEnvironment.garbage_collection import collect_rarely
from ManuelEnvironment.output_writing import end_when_output_cannot_be_written
from ManuelEnvironment.results_folder import results_folder
from ManuelEnvironment.robot_command import end_robot_command, is_robot_command


class SuiteRun:
    """A run: its results folder, and why it cannot go on.

    Attributes:
        failure: What each test reports instead of running; None if nothing has happened that ends the run.
    """

    def __init__(self) -> None:
        self.failure: str | None = None
        self._results = results_folder()
        self._claim_results_folder()
        end_when_output_cannot_be_written(self._results.release)

    def refuse(self, error: Exception) -> None:
        """End the command that runs the suites, or in another program let each test report the error."""
        if is_robot_command():
            self._results.abandon()
            end_robot_command(error)
        self.failure = str(error)

    def finish(self) -> None:
        """Finish the run's output, which Robot Framework reads next."""
        self._results.finish_output()

    def _claim_results_folder(self) -> None:
        try:
            self._results.claim()
        except ResultsFolderError as error:
            if is_robot_command():
                end_robot_command(error)
            raise


class _Runs:
    """The run of this process; one process may have several, one after another."""

    context: object = None
    run: SuiteRun | None = None


def begin_run() -> SuiteRun:
    """Return the run that is going on; the first call of a run claims its results folder.

    Raises:
        ResultsFolderError: Another run writes to the folder, and no command line is executed here.
    """
    context = EXECUTION_CONTEXTS.top
    if _Runs.run is None or _Runs.context is not context:
        if _Runs.run is None:
            collect_rarely()
        _Runs.run, _Runs.context = SuiteRun(), context
    return _Runs.run


def finish_run() -> None:
    """Finish the output of the run that has ended."""
    if _Runs.run is not None:
        _Runs.run.finish()
