"""What becomes of the results of a run: the reports, the last lines, and whether it has passed."""

import argparse
import shutil
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

from manuel_runner.file_names import OUTPUT, RESULTS
from manuel_runner.running.durations import store_durations
from manuel_runner.running.robot_options import DEBUG, PROFILE
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.known_issues import accepted_issues, write_known_issues
from ManuelEnvironment.settings import Settings

if TYPE_CHECKING:
    from manuel_runner.results import Results


@dataclass(frozen=True)
class Conclusion:
    """What is to be written of the results of a run.

    Attributes:
        settings: The settings of the environment.
        directory: The folder of the results.
        results_copy: Another file for results.json.
        new_known_issues: A file for the causes of the run as known issues.
        stores_durations: Whether to store how long the tests took.
    """

    settings: Settings
    directory: Path
    results_copy: Path | None
    new_known_issues: Path | None
    stores_durations: bool

    @classmethod
    def from_options(cls, options: argparse.Namespace, settings: Settings) -> Self:
        """Return what the options ask for.

        Raises:
            ConfigurationError: The file for known issues exists already.
        """
        return cls(
            settings=settings,
            directory=options.outputdir.resolve(),
            results_copy=options.output,
            new_known_issues=_new_file(options.write_known_issues),
            stores_durations=options.store_durations,
        )

    def write(self, *, is_complete: bool) -> bool:
        """Write and print the results.

        Args:
            is_complete: Whether all tests were to run, and ran.

        Returns:
            Whether nothing is wrong apart from failed tests.
        """
        from manuel_runner.results import describe_end, write_results

        output = self.directory / OUTPUT
        if not output.exists():
            return True
        results = write_results(output, self.directory, self.settings.environment)
        complaints = self._judge_known_issues(results, is_complete=is_complete)
        print(describe_end(results, self.directory, (PROFILE, DEBUG)), flush=True)
        for complaint in complaints:
            print(f"manuel-tests: {complaint}", file=sys.stderr)
        self._copy()
        return not complaints and not results.blocked_by_unknown

    def _copy(self) -> None:
        if self.results_copy is not None:
            shutil.copyfile(self.directory / RESULTS, self.results_copy)
        if self.stores_durations:
            store_durations(self.directory / RESULTS)

    def _judge_known_issues(self, results: "Results", *, is_complete: bool) -> list[str]:
        from manuel_runner.known_issues import complaints, issues_in

        today = date.today()  # noqa: DTZ011 - the day where the team is
        if self.new_known_issues is not None:
            write_known_issues(issues_in(results.causes, today), self.new_known_issues)
        return complaints(accepted_issues(self.settings), results, is_complete=is_complete, today=today)


def _new_file(path: Path | None) -> Path | None:
    if path is not None and path.exists():
        raise ConfigurationError(f"{path} exists already: name another file for the known issues of this run")
    return path
