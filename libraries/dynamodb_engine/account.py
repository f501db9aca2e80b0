"""The tables of one account in one region."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from dynamodb_engine.errors import ValidationError, table_not_found
from dynamodb_engine.streams import Stream
from dynamodb_engine.table import Table
from recent_values import RecentValues

TOKEN_SECONDS = 10 * 60
EXPIRY_SECONDS = 0.5
"""How often expired items are looked for, at most."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction that was done.

    Attributes:
        wanted: What it was to do, as text.
        repeated: The result for those who repeat it.
    """

    wanted: str
    repeated: Mapping[str, Any]


class TableAccount:
    """All that one account has in one region.

    Args:
        account_id: 12 digits.
        region: The region.
        clock: Epoch seconds.
    """

    def __init__(self, account_id: str, region: str, clock: Callable[[], float]) -> None:
        self.account_id = account_id
        self.region = region
        self.clock = clock
        self.tables: dict[str, Table] = {}
        self.streams: dict[str, Stream] = {}
        self.backups: dict[str, Any] = {}
        self.transactions = RecentValues[str, Transaction](TOKEN_SECONDS)
        self._expired_at = 0.0
        self._replicas_at: float | None = None

    def with_replicas_at(self, moment: float | None) -> "TableAccount":
        """Return the same account for a request whose reads find what was there at a moment unless they ask for consistency.

        Args:
            moment: Seconds by `time.monotonic`; None for now.
        """
        seen = copy(self)
        seen._replicas_at = moment
        return seen

    def moment_read(self, parameters: Mapping[str, Any]) -> float | None:
        """Return of which moment a request with these parameters reads items, None for now."""
        return None if parameters.get("ConsistentRead") else self._replicas_at

    @property
    def arn_prefix(self) -> str:
        """What ARNs of this account's tables begin with."""
        return f"arn:aws:dynamodb:{self.region}:{self.account_id}:"

    def table(self, name: str) -> Table:
        """Return a table by its name or ARN, for an operation on items.

        Raises:
            DynamoDbError: There is none.
        """
        table = self.tables.get(self.table_name(name))
        if table is None:
            raise table_not_found()
        return table

    def described_table(self, name: str) -> Table:
        """Return a table by its name or ARN, for an operation on the table itself.

        Raises:
            DynamoDbError: There is none.
        """
        plain = self.table_name(name)
        if plain not in self.tables:
            raise table_not_found(plain)
        return self.tables[plain]

    def table_name(self, name: str) -> str:
        """Return the name that a name or ARN stands for.

        Raises:
            ValidationError: It is an ARN of something else.
        """
        if not name.startswith("arn:"):
            return name
        prefix = f"{self.arn_prefix}table/"
        if not name.startswith(prefix):
            raise ValidationError(f"Invalid table ARN: {name}")
        return name.removeprefix(prefix).partition("/")[0]

    def remove_expired(self) -> None:
        """Remove the expired items, unless that was done just now."""
        now = self.clock()
        if not 0 <= now - self._expired_at < EXPIRY_SECONDS:
            self._expired_at = now
            for table in self.tables.values():
                table.remove_expired()
