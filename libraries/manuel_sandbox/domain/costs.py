"""What requests cost, and the book that this is written in."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from manuel_sandbox.aws.table import Row, Table
from manuel_sandbox.times import Clock, day_of, iso, month_of

EUR_PER_INPUT_TOKEN = Decimal("0.00000023")
EUR_PER_OUTPUT_TOKEN = Decimal("0.00000115")
EUR_PER_AUDIO_SECOND = Decimal("0.00037")
SMALLEST_UNIT = Decimal("0.000001")
ENTRY_LIFETIME = timedelta(days=400)
RECENT_ENTRIES = 10


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request cost.

    Attributes:
        operation: What the request was.
        eur: In euros.
    """

    operation: str
    eur: Decimal
    input_tokens: int = 0
    output_tokens: int = 0
    audio_seconds: float = 0.0

    def including(self, other: "Cost") -> "Cost":
        """This cost with that of a step before it."""
        return replace(self, eur=self.eur + other.eur, audio_seconds=self.audio_seconds + other.audio_seconds)


FREE_ANSWER = Cost("query", Decimal())


def model_cost(input_tokens: int, output_tokens: int) -> Decimal:
    """Euros for an answer of the model."""
    price = input_tokens * EUR_PER_INPUT_TOKEN + output_tokens * EUR_PER_OUTPUT_TOKEN
    return price.quantize(SMALLEST_UNIT)


def speech_cost(audio_seconds: float) -> Decimal:
    """Euros for a transcription."""
    return (Decimal(str(audio_seconds)) * EUR_PER_AUDIO_SECOND).quantize(SMALLEST_UNIT)


@dataclass(frozen=True, slots=True)
class CostSheet:
    """A user's entries of one month, the newest first."""

    entries: tuple[Row, ...]

    def of_day(self, day: date) -> "CostSheet":
        """Only those of one day."""
        prefix = day.isoformat()
        return CostSheet(tuple(entry for entry in self.entries if entry["date"].startswith(prefix)))

    def total(self, operation: str | None = None) -> float:
        """Euros, of one operation or of all."""
        chosen = (entry for entry in self.entries if operation in (None, entry["operation"]))
        return float(sum((entry["cost_eur"] for entry in chosen), Decimal()))

    def as_json(self) -> dict[str, float]:
        """By the names of the API."""
        return {
            "total_cost_eur": self.total(),
            "transcribe_cost_eur": self.total("transcribe"),
            "query_cost_eur": self.total("query"),
        }

    def recent(self) -> list[dict[str, Any]]:
        """The last few requests, by the names of the API."""
        return [
            {
                "operation": entry["operation"],
                "timestamp": int(entry["timestamp"]),
                "cost_eur": float(entry["cost_eur"]),
            }
            for entry in self.entries[:RECENT_ENTRIES]
        ]


class CostBook:
    """One row a request, so that an entry that is written twice is one entry."""

    def __init__(self, *, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def enter(self, user_id: str, request_id: str, cost: Cost) -> None:
        """Write down what a request cost."""
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

    def this_month(self, user_id: str) -> CostSheet:
        """A user's entries of this month."""
        entries = self._table.query_all(
            "user_id = :user AND begins_with(#date, :month)",
            {"user": _partition(user_id), "month": month_of(day_of(self._clock()))},
            newest_first=True,
        )
        return CostSheet(tuple(entries))


def _partition(user_id: str) -> str:
    return f"cost#{user_id}"
