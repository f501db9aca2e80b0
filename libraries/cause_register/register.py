"""The register: a folder that all processes of a run share, without locks."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cause_register.cause import Cause, CauseKind, Example, KnownCause


@dataclass(frozen=True)
class Sightings:
    """How often a cause was met.

    Attributes:
        count: How many times, over all processes.
        tests: The full names of the tests that met it, in the order of their first sighting in each process.
        blocked: Those of them that it blocked.
    """

    count: int
    tests: list[str]
    blocked: list[str]


class CauseRegister:
    """The causes that the processes of a run have met.

    A cause belongs to the process that creates its file, which succeeds in one process only. Each process appends its
    sightings to a file of its own. So a process that is killed leaves nothing locked.

    Args:
        folder: The folder, which is created if necessary; only its owner can read it.
    """

    def __init__(self, folder: Path) -> None:
        self._causes = folder / "causes"
        self._sightings = folder / "sightings"
        self._marks = folder / "marks"
        self._failures = folder / "failures"
        for each in (folder, self._causes, self._sightings, self._marks, self._failures):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._known: set[str] = set()
        self._marked: set[str] = set()
        self._claimed: list[KnownCause] = []

    def note(self, cause: Cause, *, test: str, example: Callable[[], Example]) -> bool:
        """Record that a test met a cause.

        Args:
            cause: The cause.
            test: The test's full name.
            example: Returns the example to keep; called only if this process is the first to meet the cause.

        Returns:
            Whether this process has claimed the cause, and has to report it.
        """
        is_new = cause.key not in self._known and self._claim(cause, test, example)
        self._known.add(cause.key)
        self._append({"key": cause.key, "test": test, "blocked": False})
        return is_new

    def record_blocked(self, cause: Cause, *, test: str) -> None:
        """Record that a test could not go on because of a cause that it has met."""
        self._append({"key": cause.key, "test": test, "blocked": True})

    def take_claimed(self) -> list[KnownCause]:
        """Return the causes that this process has claimed since the last call, for it to report."""
        claimed, self._claimed = self._claimed, []
        return claimed

    def causes(self, kind: CauseKind | None = None) -> list[KnownCause]:
        """Return the causes that are known so far, of one kind or of all, in the order of their reasons."""
        files = self._causes.glob(f"{kind or '*'}-*.json")
        known = [KnownCause.from_json(file.read_text(encoding="utf-8")) for file in files]
        return sorted(known, key=lambda each: each.cause.reason)

    def find(self, reason: str) -> Cause | None:
        """Return the cause with this reason, if any process has met it."""
        return next((known.cause for known in self.causes() if known.cause.reason == reason), None)

    def find_unusable(self, operation: str) -> Cause | None:
        """Return why an operation cannot be used, whoever caused it; None if it can, as far as is known."""
        known = (*self.causes(CauseKind.UNUSABLE), *self.causes(CauseKind.ENVIRONMENT))
        return next((each.cause for each in known if each.cause.operation == operation), None)

    def sightings(self, cause: Cause) -> Sightings:
        """Return how often a cause has been met so far, and by which tests."""
        lines = [line for line in self._lines() if line["key"] == cause.key]
        met = [str(line["test"]) for line in lines if not line["blocked"]]
        blocked = [str(line["test"]) for line in lines if line["blocked"]]
        return Sightings(len(met), list(dict.fromkeys(met)), list(dict.fromkeys(blocked)))

    def claim_failure(self, reason: str, *, test: str) -> str:
        """Record that a test fails, and return the first test that failed with it in the run, in any process.

        Args:
            reason: What the test expected and what it got.
            test: The test's full name.
        """
        file = self._failures / _file_name(reason)
        return test if _create(file, test) else file.read_text(encoding="utf-8")

    def find_failure(self, reason: str) -> str:
        """Return the first test of the run with a failure; an empty text if there is none."""
        file = self._failures / _file_name(reason)
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def record_success(self, operation: str) -> None:
        """Record that an operation has succeeded: it can be used, whatever happens to it later."""
        self.mark(f"success of {operation}")

    def has_succeeded(self, operation: str) -> bool:
        """Return whether an operation has succeeded in this run, in any process."""
        return self.is_marked(f"success of {operation}")

    def mark(self, what: str) -> bool:
        """Record that something has happened in this run.

        Returns:
            Whether it happens for the first time. One process of a run is told so.
        """
        if what in self._marked:
            return False
        self._marked.add(what)
        try:
            self._mark_file(what).touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            return False
        return True

    def is_marked(self, what: str) -> bool:
        """Return whether something has happened in this run."""
        return what in self._marked or self._mark_file(what).exists()

    def _claim(self, cause: Cause, test: str, example: Callable[[], Example]) -> bool:
        """Create the cause's file, unless another process has."""
        file = self._causes / f"{cause.kind}-{cause.key}.json"
        if file.exists():
            return False
        known = KnownCause(cause, test, example())
        if not _create(file, known.to_json()):
            return False
        self._claimed.append(known)
        return True

    def _append(self, line: dict[str, str | bool]) -> None:
        """Append a line in one write, which the system does not mix with others'."""
        file = self._sightings / f"{os.getpid()}.jsonl"
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, json.dumps(line).encode() + b"\n")
        finally:
            os.close(descriptor)

    def _lines(self) -> "Iterator[dict[str, str | bool]]":
        for file in sorted(self._sightings.glob("*.jsonl")):
            for line in file.read_text(encoding="utf-8").splitlines():
                yield json.loads(line)

    def _mark_file(self, what: str) -> Path:
        return self._marks / _file_name(what)


def _create(file: Path, content: str) -> bool:
    """Create a file, whose content is complete as soon as it exists; return whether it did not exist yet."""
    draft = file.with_suffix(f".{os.getpid()}")
    draft.write_text(content, encoding="utf-8")
    try:
        os.link(draft, file)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def _file_name(text: str) -> str:
    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()[:16]
