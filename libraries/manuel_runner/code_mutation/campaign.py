"""Try changes of the code until the time is up."""

import difflib
import itertools
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from manuel_runner.code_mutation.confirmation import Doubt
from manuel_runner.code_mutation.mutants import CodeMutant, mutants_of, sample
from manuel_runner.code_mutation.outcomes import Outcome, as_json, summary
from manuel_runner.code_mutation.replaced_modules import modules_of
from manuel_runner.json_file import write_json
from manuel_runner.test_runs import FreshStack, RunRequest, RunResult, Suites, WorkerPool
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError

LIBRARIES = REPOSITORY / "libraries"
PACKAGES = (LIBRARIES / "manuel_sandbox", LIBRARIES / "api_gateway")
"""The reference backend: its handlers, and the gateway before them."""
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
        modules: Names of the modules to change, and of packages.
        size: How many mutants to try at most.
        seconds: After how much time no more is begun.
        seed: Chooses the mutants.
        processes: How many are tried at the same time.
        output: The JSON file to write.
    """

    modules: Sequence[str]
    size: int
    seconds: float
    seed: int
    processes: int
    output: Path

    def execute(self) -> int:
        """Try mutants, print each with its fate, those that no test notices with their diffs, and write all as JSON.

        Returns:
            0, whatever survived: a score is a measure, not a verdict.

        Raises:
            ConfigurationError: There is no such module.
        """
        places = sample(mutants_of(self._files()), self.seed)
        chosen = list(itertools.islice((mutant for mutant in places if mutant.is_python), self.size))
        print(f"{len(chosen)} of {len(places)} places, chosen with seed {self.seed}", flush=True)
        outcomes = []
        try:
            for outcome in self._try(chosen):
                print(outcome, flush=True)
                outcomes.append(outcome)
        finally:
            write_json(self.output, as_json(outcomes, seed=self.seed, places=len(places)))
        print(f"{summary(outcomes, left=len(chosen) - len(outcomes))}. Details: {self.output}")
        return 0

    def _files(self) -> list[Path]:
        files = modules_of(PACKAGES)
        chosen: set[str] = set()
        for name in self.modules:
            within = {module for module in files if f"{module}.".startswith(f"{name}.")}
            if not within:
                raise ConfigurationError(_unknown(name, files))
            chosen |= within
        return [files[module] for module in sorted(chosen)]

    def _try(self, mutants: Sequence[CodeMutant]) -> Iterator[Outcome]:
        with (
            tempfile.TemporaryDirectory(prefix="manuel-mutants-") as folder,
            WorkerPool(Suites.load(), processes=self.processes) as pool,
        ):
            doubt = Doubt(pool)
            targets = {
                str(number): _target(mutant, Path(folder) / f"mutant_{number}")
                for number, mutant in enumerate(mutants)
            }
            for result in pool.run(self._requests(targets, _stages(pool.suites))):
                problem = result.problem or doubt.about(result, targets[result.name])
                yield _outcome(mutants[int(result.name)], result, problem)

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
        else f": the modules of {' and '.join(each.name for each in PACKAGES)} can be changed"
    )
    return f"there is no module {name}{hint}"


def _stages(suites: Suites) -> Stages:
    """The smoke tests first: they are quick, and touch everything. What measures comes last: the machine has other work."""
    smoke, measuring = suites.tagged(SMOKE), suites.of_category(PERFORMANCE)
    stages = (smoke - measuring, suites.names() - smoke - measuring, measuring)
    return tuple(stage for stage in stages if stage)


def _target(mutant: CodeMutant, folder: Path) -> FreshStack:
    """A stack with a change, of the same form as a defect, that puts the mutated module in its place."""
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


def _outcome(mutant: CodeMutant, result: RunResult, problem: str | None) -> Outcome:
    noticed_by = result.failed[0].test if result.failed and not problem else None
    return Outcome(mutant, noticed_by, result.seconds, problem)
