"""Mutation scores and survivors, as a table for people and as JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from manuel_runner.mutation.outcomes import Outcome

OPERATION_WIDTH = 48


def table(outcomes: Sequence[Outcome]) -> str:
    """The score of each operation, and of all."""
    rows = [f"{'operation':{OPERATION_WIDTH}} {'mutants':>8} {'noticed':>8} {'score':>7}"]
    rows += [_row(operation, group) for operation, group in _by_operation(outcomes).items()]
    rows.append(_row("all", _judged(outcomes)))
    if unjudged := len(outcomes) - len(_judged(outcomes)):
        rows.append(f"{unjudged} more could not be judged: see `outcomes` in the JSON file")
    return "\n".join(rows)


def as_json(outcomes: Sequence[Outcome], *, seed: int, total: int) -> dict[str, Any]:
    """Scores, survivors and all that was tried."""
    return {
        "seed": seed,
        "mutants": {"possible": total, "tried": len(outcomes)},
        "score": _score(_judged(outcomes)),
        "operations": {
            operation: {"tried": len(group), "score": _score(group)}
            for operation, group in _by_operation(outcomes).items()
        },
        "survivors": [str(outcome.mutant) for outcome in outcomes if outcome.survived],
        "outcomes": [
            {"mutant": str(outcome.mutant), "noticed_by": outcome.noticed_by, "problem": outcome.problem}
            for outcome in outcomes
        ],
    }


def _by_operation(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in _judged(outcomes):
        groups.setdefault(outcome.mutant.operation, []).append(outcome)
    return dict(sorted(groups.items()))


def _judged(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if not outcome.problem]


def _noticed(outcomes: Sequence[Outcome]) -> int:
    return sum(outcome.noticed_by is not None for outcome in outcomes)


def _score(outcomes: Sequence[Outcome]) -> float | None:
    """The percentage that was noticed; None where nothing was tried."""
    return round(100 * _noticed(outcomes) / len(outcomes), 1) if outcomes else None


def _row(operation: str, outcomes: Sequence[Outcome]) -> str:
    score = _score(outcomes)
    shown = "-" if score is None else f"{score:.1f} %"
    return f"{operation:{OPERATION_WIDTH}} {len(outcomes):8} {_noticed(outcomes):8} {shown:>7}"
