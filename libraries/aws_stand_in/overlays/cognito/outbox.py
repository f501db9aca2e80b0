"""What user pools send by e-mail and text message: it is kept for tests to read, and not delivered."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

CAPACITY = 5_000


@dataclass(frozen=True, slots=True)
class SentMessage:
    """An e-mail or a text message.

    Attributes:
        pool_id: The user pool that sent it.
        destination: The whole address or number that it was sent to.
        medium: `EMAIL` or `SMS`.
        text: What it says.
        code: The code in it.
        sent_at: Epoch seconds.
    """

    pool_id: str
    destination: str
    medium: str
    text: str
    code: str
    sent_at: float


class Outbox:
    """The messages of all accounts, the latest 5,000 of each."""

    def __init__(self) -> None:
        self._messages: dict[str, deque[SentMessage]] = defaultdict(lambda: deque(maxlen=CAPACITY))

    def send(self, account_id: str, message: SentMessage) -> None:
        """Keep a message."""
        self._messages[account_id].append(message)

    def messages(self, account_id: str, destination: str) -> Sequence[SentMessage]:
        """Return what was sent to an address or number, in whatever case, the oldest first."""
        return [
            message
            for message in self._messages[account_id].copy()
            if message.destination.lower() == destination.lower()
        ]

    def forget(self, account_id: str) -> None:
        """Drop the messages of an account."""
        self._messages.pop(account_id, None)
