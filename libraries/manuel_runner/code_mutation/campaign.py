"""Try mutants of the code until the time is up."""

import difflib
import itertools
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from manuel_runner.code_mutation.confirmation import KillConfirmation
from manuel_runner.code_mutation.mutant_results import CodeMutantResult, as_json, summary
from manuel_runner.code_mutation.mutants import CodeMutant, mutants_of, sample
from manuel_runner.code_mutation.replaced_modules import modules_of
from manuel_runner.json_file import write_json
from manuel_runner.test_runs import FreshStack, RunRequest, RunResult, Suites, WorkerPool
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError

LIBRARIES = REPOSITORY / "libraries"
PACKAGES = (LIBRARIES / "manuel_sandbox", LIBRARIES / "api_gateway")
"""The reference backend: its handlers, and the gateway in front of them."""
SMOKE, PERFORMANCE = "smoke", "performance"
CHANGE = '''"""{mutant}"""


def apply():
    from pathlib import Path

    from manuel_runner.code_mutation.replaced_modules import replace_module

    replace_module({module!r}, Path({source!r}), [Path(package) for package in {packages!r}])
'''

Stages = tuple[frozenset[str], ...]


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
            ConfigurationError: There is no such module.
        """
        places = sample(mutants_of(self._files()), self.seed)
        selected = list(itertools.islice((mutant for mutant in places if mutant.is_python), self.size))
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
        files = modules_of(PACKAGES)
        selected: set[str] = set()
        for name in self.modules:
            within = {module for module in files if f"{module}.".startswith(f"{name}.")}
            if not within:
                raise ConfigurationError(_unknown(name, files))
            selected |= within
        return [files[module] for module in sorted(selected)]

    def _try(self, mutants: Sequence[CodeMutant]) -> Iterator[CodeMutantResult]:
        with (
            tempfile.TemporaryDirectory(prefix="manuel-mutants-") as folder,
            WorkerPool(Suites.load(), processes=self.processes) as pool,
        ):
            confirmation = KillConfirmation(pool)
            targets = {
                str(number): _target(mutant, Path(folder) / f"mutant_{number}")
                for number, mutant in enumerate(mutants)
            }
            for result in pool.run(self._requests(targets, _stages(pool.suites))):
                error = result.error or confirmation.refutation(result, targets[result.name])
                yield _mutant_result(mutants[int(result.name)], result, error)

    def _requests(self, targets: Mapping[str, FreshStack], stages: Stages) -> Iterator[RunRequest]:
        deadline = time.monotonic() + self.seconds
        for name, target in targets.items():
            if time.monotonic() > deadline:
                return
            yield RunRequest(name, stages, target, stop_at_first_failure=True)


def _unknown(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = (
        f": did you mean {near[0]}?"
        if near
        else f": expected a module of {' or '.join(each.name for each in PACKAGES)}"
    )
    return f"there is no module {name}{hint}"


def _stages(suites: Suites) -> Stages:
    """Run the smoke tests first, which are quick and broad, and the measurements last, since other mutants load the machine."""
    smoke, measuring = suites.tagged(SMOKE), suites.of_category(PERFORMANCE)
    stages = (smoke - measuring, suites.names() - smoke - measuring, measuring)
    return tuple(stage for stage in stages if stage)


def _target(mutant: CodeMutant, folder: Path) -> FreshStack:
    """Return a stack with a change, of the same form as a defect, that replaces the module with the mutated one."""
    folder.mkdir()
    names = {path: name for name, path in modules_of(PACKAGES).items()}
    source = folder / mutant.path.name
    source.write_text(mutant.source, encoding="utf-8")
    change = folder / "change.py"
    change.write_text(
        CHANGE.format(
            mutant=mutant,
            module=names[mutant.path],
            source=str(source),
            packages=[str(package) for package in PACKAGES],
        ),
        encoding="utf-8",
    )
    return FreshStack({"changes": [str(change)]})


def _mutant_result(mutant: CodeMutant, result: RunResult, error: str | None) -> CodeMutantResult:
    killed_by = result.failed[0].test if result.failed and not error else None
    return CodeMutantResult(mutant, killed_by, result.seconds, error)
