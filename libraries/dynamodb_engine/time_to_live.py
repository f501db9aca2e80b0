"""When items expire."""

from sortedcontainers import SortedDict

from dynamodb_engine.ordered_items import LAST, Position
from dynamodb_engine.values import Item, content_of, kind_of

OLDEST_EXPIRY_SECONDS = 5 * 365 * 24 * 3600
"""Items that expired longer ago than five years are not deleted, in case the attribute holds something else.

Source: "Using time to live (TTL) in DynamoDB", Amazon DynamoDB Developer Guide.
"""


class TimeToLive:
    """The items of one table that expire, in the order in which they do.

    Args:
        attribute: What holds the time, in epoch seconds.
    """

    def __init__(self, attribute: str) -> None:
        self.attribute = attribute
        self._items: SortedDict = SortedDict()

    def add(self, position: Position, item: Item) -> None:
        """Note an item that expires."""
        expires_at = self._expires_at(item)
        if expires_at is not None:
            self._items[expires_at, position] = item

    def discard(self, position: Position, item: Item) -> None:
        """Forget an item."""
        self._items.pop((self._expires_at(item), position), None)

    def due(self, now: float) -> list[Item]:
        """Return the expired items."""
        places = self._items.irange((now - OLDEST_EXPIRY_SECONDS, LAST), (now, LAST))
        return [self._items[place] for place in places]

    def _expires_at(self, item: Item) -> float | None:
        value = item.get(self.attribute)
        return float(content_of(value)) if value is not None and kind_of(value) == "N" else None
