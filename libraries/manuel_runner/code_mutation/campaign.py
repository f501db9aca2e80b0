"""Try mutants of the code until the time is up."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from field_comparison.suggestions import did_you_mean
from manuel_runner.code_mutation.coverage_recording import line_coverage
from manuel_runner.code_mutation.equivalent_mutants import EquivalentMutants
from manuel_runner.code_mutation.mutant_results import CodeMutantResult, as_json, summary
from manuel_runner.code_mutation.mutants import CodeMutant, mutants_of, sample
from manuel_runner.code_mutation.replaced_modules import modules_used_by
from manuel_runner.code_mutation.seeded_defects import broken_functions
from manuel_runner.code_mutation.test_selection import TestSelection
from manuel_runner.code_mutation.trial import MutantTrial
from manuel_runner.detection.baseline_check import BaselineCheck
from manuel_runner.json_file import write_json
from manuel_runner.test_runs import Suites, WorkerPool
from manuel_stack.run_directory import temporary_folder_of_run
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError

LIBRARIES = REPOSITORY / "libraries"
PACKAGES = (LIBRARIES / "manuel_sandbox", LIBRARIES / "api_gateway")
"""The reference backend: its handlers, and the gateway in front of them."""
BACKEND = "manuel_sandbox.application"
"""The module that puts the backend together: what it does not import, no test of the suites can execute."""
COVERAGE = REPOSITORY / "results" / "line_coverage.json"


@dataclass(frozen=True)
class CodeMutation:
    """One run of `manuel-tests mutate-code`.

    Attributes:
        modules: Names of the modules to change, or of packages.
        size: How many mutants to try at most.
        seconds: After this time, no further mutant is started.
        seed: Selects the mutants.
        processes: How many mutants are tried at the same time.
        output: The JSON file to write.
    """

    modules: Sequence[str]
    size: int
    seconds: float
    seed: int
    processes: int
    output: Path

    def execute(self) -> int:
        """Try mutants, print each result, with the diff of each survivor, and write all results as JSON.

        Returns:
            0, whatever survived: a mutation score is a measure, not a requirement.

        Raises:
            ConfigurationError: There is no such module, or an entry of the file of equivalent mutants is wrong.
        """
        equivalent = EquivalentMutants.read()
        places = sample(mutants_of(self._files()), self.seed)
        worth_trying = (mutant for mutant in places if mutant.is_python and mutant not in equivalent)
        selected = list(itertools.islice(worth_trying, self.size))
        print(f"{len(selected)} of {len(places)} places, selected with seed {self.seed}", flush=True)
        results = []
        try:
            for result in self._try(selected):
                print(result, flush=True)
                results.append(result)
        finally:
            write_json(self.output, as_json(results, seed=self.seed, places=len(places)))
        print(f"{summary(results, untried=len(selected) - len(results))}. Details: {self.output}")
        return 0

    def _files(self) -> list[Path]:
        files = modules_used_by(BACKEND, PACKAGES)
        selected: set[str] = set()
        for name in self.modules:
            within = {module for module in files if f"{module}.".startswith(f"{name}.")}
            if not within:
                raise ConfigurationError(_unknown(name, files))
            selected |= within
        return [files[module] for module in sorted(selected)]

    def _try(self, mutants: Sequence[CodeMutant]) -> Iterator[CodeMutantResult]:
        with (
            temporary_folder_of_run("mutants") as folder,
            WorkerPool(Suites.load(), processes=self.processes) as pool,
        ):
            trial = MutantTrial(pool, self._selection(pool), PACKAGES, Path(folder))
            yield from trial.results(mutants, self.seconds)

    def _selection(self, pool: WorkerPool) -> TestSelection:
        """Leave out tests that fail without any mutant, and prefer those that notice a seeded defect of the same function."""
        coverage = line_coverage(pool, PACKAGES, COVERAGE)
        excluded = coverage.failed - BaselineCheck(pool).passing(coverage.failed)
        for test in sorted(excluded):
            print(f"left out, since it fails without any mutant: {test}", flush=True)
        selection = TestSelection(coverage, pool.suites, excluded)
        for function in broken_functions(PACKAGES):
            selection.learn(function.path, function.name, pool.suites.called(function.noticed_by))
        return selection


def _unknown(name: str, known: Iterable[str]) -> str:
    packages = " or ".join(each.name for each in PACKAGES)
    hint = did_you_mean(name, known) or f" Expected one that {BACKEND} imports, of {packages}."
    return f"there is no module {name}.{hint}"
