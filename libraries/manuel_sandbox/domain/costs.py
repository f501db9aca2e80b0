"""What requests cost, and the ledger in which that is recorded."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from manuel_sandbox.aws.table import Row, TableClient
from manuel_sandbox.times import Clock, day_of, iso, month_of

EUR_PER_INPUT_TOKEN = Decimal("0.00000023")
EUR_PER_OUTPUT_TOKEN = Decimal("0.00000115")
EUR_PER_AUDIO_SECOND = Decimal("0.00037")
SMALLEST_UNIT = Decimal("0.000001")
ENTRY_LIFETIME = timedelta(days=400)
RECENT_ENTRIES = 10


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one request.

    Attributes:
        operation: The operation, `query` or `transcribe`.
        eur: The cost in euros.
    """

    operation: str
    eur: Decimal
    input_tokens: int = 0
    output_tokens: int = 0

    def including(self, other: "Cost") -> "Cost":
        """Return this cost together with that of a previous step."""
        return replace(self, eur=self.eur + other.eur)


FREE_ANSWER = Cost("query", Decimal())


def model_cost(input_tokens: int, output_tokens: int) -> Decimal:
    """Return the cost of an answer of the model in euros."""
    price = input_tokens * EUR_PER_INPUT_TOKEN + output_tokens * EUR_PER_OUTPUT_TOKEN
    return price.quantize(SMALLEST_UNIT)


def speech_cost(audio_seconds: float) -> Decimal:
    """Return the cost of a transcription in euros."""
    return (Decimal(str(audio_seconds)) * EUR_PER_AUDIO_SECOND).quantize(SMALLEST_UNIT)


@dataclass(frozen=True, slots=True)
class CostEntries:
    """The entries of one user and one month, the newest first."""

    entries: tuple[Row, ...]

    def of_day(self, day: date) -> "CostEntries":
        """Return the entries of one day."""
        prefix = day.isoformat()
        return CostEntries(tuple(entry for entry in self.entries if entry["date"].startswith(prefix)))

    def total(self, operation: str | None = None) -> float:
        """Return the sum in euros, of one operation or of all."""
        chosen = (entry for entry in self.entries if operation in (None, entry["operation"]))
        return float(sum((entry["cost_eur"] for entry in chosen), Decimal()))

    def as_json(self) -> dict[str, float]:
        """Return the sums by their names in the API."""
        return {
            "total_cost_eur": self.total(),
            "transcribe_cost_eur": self.total("transcribe"),
            "query_cost_eur": self.total("query"),
        }

    def recent(self) -> list[dict[str, Any]]:
        """Return the latest entries by their names in the API."""
        return [
            {
                "operation": entry["operation"],
                "timestamp": int(entry["timestamp"]),
                "cost_eur": float(entry["cost_eur"]),
            }
            for entry in self.entries[:RECENT_ENTRIES]
        ]


class CostLedger:
    """The ledger of costs, with one row per request, so that an entry that is written twice counts once."""

    def __init__(self, *, table: TableClient, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def record(self, user_id: str, request_id: str, cost: Cost) -> None:
        """Record the cost of a request."""
        now = self._clock()
        self._table.put(
            {
                "user_id": _partition(user_id),
                "date": f"{iso(now, 'milliseconds')}#{request_id}",
                "operation": cost.operation,
                "cost_eur": cost.eur,
                "input_tokens": cost.input_tokens,
                "output_tokens": cost.output_tokens,
                "timestamp": int(now),
                "ttl": int(now + ENTRY_LIFETIME.total_seconds()),
            }
        )

    def this_month(self, user_id: str) -> CostEntries:
        """Return the entries of a user of this month."""
        entries = self._table.query_all(
            "user_id = :user AND begins_with(#date, :month)",
            {"user": _partition(user_id), "month": month_of(day_of(self._clock()))},
            newest_first=True,
        )
        return CostEntries(tuple(entries))


def _partition(user_id: str) -> str:
    return f"cost#{user_id}"
