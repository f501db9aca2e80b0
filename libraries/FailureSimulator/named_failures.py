"""Failures by name, from YAML files that testers write."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from FailureSimulator.errors import FailureSimulationError
from FailureSimulator.yaml_files import read_mapping
from field_comparison.suggestions import did_you_mean

SHIPPED = Path(__file__).with_name("failures.yaml")
_OPTIONS = {"description", "rules", "cause"}


@dataclass(frozen=True, slots=True)
class RealCause:
    """What makes the backend itself fail: an action that is repeated often enough.

    Actions are names of what the suites provide with `Provide Cause`.
    """

    action: str
    """The action that is repeated."""
    proof: str
    """The action that shows afterwards that the failure is there."""
    status: int
    """The HTTP status that the proof must return."""
    times: int | str = 1
    """How often to repeat `action`: a number, or the name of a setting."""
    under: tuple[Mapping[str, Any], ...] = ()
    """Fault rules that are active meanwhile; they end before the proof."""
    undo: str | None = None
    """The action that ends the failure, if it does not end with the test's user."""


@dataclass(frozen=True, slots=True)
class NamedFailure:
    """A failure with a name: fault rules or a real cause."""

    name: str
    description: str
    source: Path
    rules: tuple[Mapping[str, Any], ...] = ()
    cause: RealCause | None = None


class NamedFailures:
    """All failures that have been loaded, by name."""

    def __init__(self) -> None:
        self._failures: dict[str, NamedFailure] = {}

    def load(self, path: Path) -> list[str]:
        """Add the failures of a file and return their names.

        Raises:
            FailureSimulationError: The file can't be read, is not valid, or defines a name that another file defines.
        """
        if path != SHIPPED:
            self._load_shipped()
        loaded = read_failures(path)
        for failure in loaded:
            known = self._failures.get(failure.name)
            if known and known.source != path:
                raise FailureSimulationError(
                    f"{path}: failure {failure.name!r} is already defined in {known.source}. Choose another name."
                )
        self._failures |= {failure.name: failure for failure in loaded}
        return [failure.name for failure in loaded]

    def __getitem__(self, name: str) -> NamedFailure:
        """Return a failure by name; case, spaces and hyphens make no difference.

        Raises:
            FailureSimulationError: There is no failure of this name.
        """
        by_folded = self._by_folded_name()
        if _folded(name) not in by_folded:
            known = sorted(failure.name for failure in by_folded.values())
            hint = did_you_mean(name, known)
            raise FailureSimulationError(
                f"There is no failure {name!r}.{hint} There are: {', '.join(known)}."
            )
        return by_folded[_folded(name)]

    def canonical_name(self, name: str) -> str:
        """Return a name as its file spells it, unchanged if no failure has it."""
        failure = self._by_folded_name().get(_folded(name))
        return failure.name if failure else name

    def _by_folded_name(self) -> dict[str, NamedFailure]:
        self._load_shipped()
        return {_folded(name): failure for name, failure in self._failures.items()}

    def _load_shipped(self) -> None:
        if not self._failures:
            self.load(SHIPPED)


def read_failures(path: Path) -> list[NamedFailure]:
    """Read a YAML file of failures.

    Raises:
        FailureSimulationError: The file is not valid; the message says in one line what is wrong and where.
    """
    content = read_mapping(path, "any failures")
    return [_failure(name, entry, path) for name, entry in content.items()]


def _failure(name: str, entry: Any, path: Path) -> NamedFailure:
    if not isinstance(entry, Mapping):
        raise FailureSimulationError(
            f"{path}: failure {name!r} must be a mapping with `fault`, `rules` or `cause`, not {entry!r}."
        )
    if "fault" in entry:
        rule = {key: value for key, value in entry.items() if key != "description"}
        return NamedFailure(name, str(entry.get("description", name)), path, (rule,))
    unknown = entry.keys() - _OPTIONS
    rules, cause = entry.get("rules"), entry.get("cause")
    if unknown or (rules is None) == (cause is None):
        found = f" It has {', '.join(map(repr, sorted(unknown)))}." if unknown else ""
        raise FailureSimulationError(
            f"{path}: failure {name!r} needs exactly one of `fault`, `rules` and `cause`.{found}"
        )
    described = str(entry.get("description", name))
    if cause is not None:
        return NamedFailure(name, described, path, cause=_cause(name, cause, path))
    return NamedFailure(name, described, path, _rules(name, rules, path))


def _rules(name: str, rules: Any, path: Path) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(rules, list) or not rules or not all(isinstance(rule, Mapping) for rule in rules):
        raise FailureSimulationError(
            f"{path}: the rules of failure {name!r} must be a list of mappings, not {rules!r}."
        )
    return tuple(rules)


def _cause(name: str, cause: Any, path: Path) -> RealCause:
    needed, known = {"action", "proof", "status"}, set(RealCause.__slots__)
    if not isinstance(cause, Mapping) or not needed <= cause.keys() <= known:
        raise FailureSimulationError(
            f"{path}: the cause of failure {name!r} must be a mapping with {', '.join(RealCause.__slots__)}, not {cause!r}."
        )
    under = _rules(name, cause["under"], path) if "under" in cause else ()
    return RealCause(**{**cause, "under": under})


def _folded(name: str) -> str:
    return name.casefold().replace(" ", "_").replace("-", "_")
