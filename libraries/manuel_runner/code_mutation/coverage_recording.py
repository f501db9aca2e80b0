"""The lines of the backend that each test executes: recorded by a run of the tests, and kept until code or test change."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from manuel_runner.code_mutation.line_coverage import LineCoverage
from manuel_runner.code_mutation.line_recording import LineRecorder
from manuel_runner.test_runs import FreshStack, RunRequest, WorkerPool
from manuel_stack.run_directory import temporary_folder_of_run
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError

TESTS = (REPOSITORY / "suites", REPOSITORY / "resources")
SHARED_BY_TESTS = ("*.py", "*.resource", "*.yaml", "__init__.robot")


def line_coverage(pool: WorkerPool, packages: Sequence[Path], file: Path) -> LineCoverage:
    """Return which tests execute which lines, from a file as far as it has them, and write the others to it.

    Args:
        pool: Runs the tests.
        packages: The folders of the backend's code.
        file: The file to read, and to write.

    Raises:
        ConfigurationError: The tests could not be run.
    """
    sources = digest_of_sources(packages)
    versions = {test.name: _digest([test.file]) for test in pool.suites.tests}
    recorded = LineCoverage.read(file, sources) or LineCoverage()
    kept = recorded.only(
        frozenset(test for test in versions if recorded.versions.get(test) == versions[test])
    )
    if not (missing := versions.keys() - kept.versions.keys()):
        return kept
    print(f"recording which lines {len(missing)} of {len(versions)} tests execute", flush=True)
    coverage = kept | replace(
        _record(pool, packages, missing), versions={test: versions[test] for test in missing}
    )
    coverage.write(file, sources)
    return coverage


def digest_of_sources(packages: Sequence[Path], tests: Sequence[Path] = TESTS) -> str:
    """Return a digest of the files that decide which lines every test executes: the backend's code, and what tests share."""
    code = (path for package in packages for path in package.rglob("*.py"))
    shared = (path for folder in tests for pattern in SHARED_BY_TESTS for path in folder.rglob(pattern))
    return _digest([*sorted(code), *sorted(shared)])


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _record(pool: WorkerPool, packages: Sequence[Path], tests: Iterable[str]) -> LineCoverage:
    with temporary_folder_of_run("lines") as folder:
        recorders, requests = [], []
        for number, shard in enumerate(pool.suites.shard(tests, pool.processes)):
            recorder = LineRecorder(_new_folder(Path(folder), number), packages)
            target = FreshStack({"changes": [str(recorder.change)]})
            requests.append(RunRequest(f"recording {number}", (shard,), target, listener=recorder))
            recorders.append(recorder)
        failed: set[str] = set()
        for result in pool.run(requests):
            if result.error:
                raise ConfigurationError(
                    f"lines could not be recorded: {result.error}; run the tests alone first"
                )
            failed |= {test for failure in result.failed for test in failure.seen_by}
        return _merged(recorders, failed)


def _new_folder(parent: Path, number: int) -> Path:
    folder = parent / str(number)
    folder.mkdir()
    return folder


def _merged(recorders: Iterable[LineRecorder], failed: Iterable[str]) -> LineCoverage:
    from coverage import CoverageData

    lines: dict[Path, dict[int, frozenset[str]]] = defaultdict(dict)
    seconds: dict[str, float] = {}
    for recorder in recorders:
        seconds |= json.loads(recorder.seconds.read_text(encoding="utf-8"))
        data = CoverageData(str(recorder.lines))
        data.read()
        for path in map(Path, data.measured_files()):
            for line, tests in data.contexts_by_lineno(str(path)).items():
                lines[path][line] = lines[path].get(line, frozenset()) | frozenset(tests)
    return LineCoverage(lines, seconds, failed=frozenset(failed))
