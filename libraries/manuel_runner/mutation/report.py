"""Mutation scores and survivors, as a human-readable table and as JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from manuel_runner.mutation.mutant_result import MutantResult

OPERATION_WIDTH = 48


def table(results: Sequence[MutantResult]) -> str:
    """Return the score of each operation, and of all together."""
    valid = _valid(results)
    rows = [f"{'operation':{OPERATION_WIDTH}} {'mutants':>8} {'killed':>8} {'score':>7}"]
    rows += [_row(operation, group) for operation, group in _by_operation(valid).items()]
    rows.append(_row("all", valid))
    if errors := len(results) - len(valid):
        rows.append(f"{errors} more without a result: see `error` in the JSON file")
    return "\n".join(rows)


def as_json(results: Sequence[MutantResult], *, seed: int, total: int) -> dict[str, Any]:
    """Return scores, survivors and all results."""
    valid = _valid(results)
    return {
        "seed": seed,
        "mutants": {"possible": total, "tried": len(results)},
        "score": _score(valid),
        "operations": {
            operation: {"tried": len(group), "score": _score(group)}
            for operation, group in _by_operation(valid).items()
        },
        "survivors": [str(result.mutant) for result in results if result.survived],
        "results": [
            {"mutant": str(result.mutant), "killed_by": result.killed_by, "error": result.error}
            for result in results
        ],
    }


def _valid(results: Iterable[MutantResult]) -> list[MutantResult]:
    return [result for result in results if not result.error]


def _by_operation(results: Iterable[MutantResult]) -> dict[str, list[MutantResult]]:
    groups: dict[str, list[MutantResult]] = {}
    for result in results:
        groups.setdefault(result.mutant.operation, []).append(result)
    return dict(sorted(groups.items()))


def _killed(results: Sequence[MutantResult]) -> int:
    return sum(not result.survived for result in results)


def _score(results: Sequence[MutantResult]) -> float | None:
    """Return the percentage of killed mutants; None if there are no mutants."""
    return round(100 * _killed(results) / len(results), 1) if results else None


def _row(operation: str, results: Sequence[MutantResult]) -> str:
    score = _score(results)
    shown = "-" if score is None else f"{score:.1f} %"
    return f"{operation:{OPERATION_WIDTH}} {len(results):8} {_killed(results):8} {shown:>7}"
