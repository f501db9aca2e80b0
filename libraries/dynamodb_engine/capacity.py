"""ConsumedCapacity, told only to those who ask for it.

Source: "DynamoDB read and write operations", Amazon DynamoDB Developer Guide.
"""

from collections.abc import Mapping
from math import ceil
from typing import Any

READ_UNIT_BYTES, WRITE_UNIT_BYTES = 4096, 1024
EVENTUAL, CONSISTENT, TRANSACTIONAL = 0.5, 1.0, 2.0
WRITTEN_ONCE = 1.0


def read_units(size: int, factor: float) -> float:
    """Return the units that reading so many bytes takes.

    Args:
        size: Bytes read; of several items of one query, all together.
        factor: `EVENTUAL`, `CONSISTENT` or `TRANSACTIONAL`.
    """
    return max(1, ceil(size / READ_UNIT_BYTES)) * factor


def write_units(size: int, factor: float = WRITTEN_ONCE) -> float:
    """Return the units that writing so many bytes takes."""
    return max(1, ceil(size / WRITE_UNIT_BYTES)) * factor


class ConsumedCapacity:
    """What a request consumes, table by table.

    Args:
        parameters: The request's, which say whether it is asked for: `TOTAL`, `INDEXES` or `NONE`.
        kind: `ReadCapacityUnits` or `WriteCapacityUnits`, for operations that tell both apart; None for those that do not.
    """

    def __init__(self, parameters: Mapping[str, Any], kind: str | None = None) -> None:
        self._asked = parameters.get("ReturnConsumedCapacity") or "NONE"
        self._kind = kind
        self._units: dict[str, dict[tuple[str, str], float]] = {}

    def consume(self, table: str, units: float, *, index: str = "", is_global: bool = False) -> None:
        """Count units for a table or one of its indexes."""
        kind = ("GlobalSecondaryIndexes" if is_global else "LocalSecondaryIndexes") if index else "Table"
        by_place = self._units.setdefault(table, {})
        by_place[kind, index] = by_place.get((kind, index), 0.0) + units

    def of_one(self) -> dict[str, Any]:
        """Return the member for an operation on one table; empty where it is not asked for."""
        reports = self._reports()
        return {"ConsumedCapacity": reports[0]} if reports else {}

    def of_all(self) -> dict[str, Any]:
        """Return the member for an operation on several tables; empty where it is not asked for."""
        reports = self._reports()
        return {"ConsumedCapacity": reports} if reports else {}

    def _reports(self) -> list[dict[str, Any]]:
        if self._asked == "NONE":
            return []
        return [self._report(table, by_place) for table, by_place in self._units.items()]

    def _report(self, table: str, by_place: Mapping[tuple[str, str], float]) -> dict[str, Any]:
        report: dict[str, Any] = {"TableName": table, **self._show_units(sum(by_place.values()))}
        if self._asked == "INDEXES":
            report["Table"] = self._show_units(by_place.get(("Table", ""), 0.0))
            for (kind, index), units in by_place.items():
                if index:
                    report.setdefault(kind, {})[index] = self._show_units(units)
        return report

    def _show_units(self, units: float) -> dict[str, float]:
        shown = {"CapacityUnits": units}
        if self._kind is not None:
            shown[self._kind] = units
        return shown
