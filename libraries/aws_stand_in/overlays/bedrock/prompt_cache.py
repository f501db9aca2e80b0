"""What prompts have in common with earlier ones: the prefixes that end at cache points.

A prefix of at least 1,024 tokens is read for five minutes after it was last used, by the same account and model. Shorter
ones are not cached, as with AWS.

Source: Amazon Bedrock User Guide, "Prompt caching for faster model inference".
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from aws_stand_in.overlays.bedrock import text
from aws_stand_in.overlays.bedrock.conversation import Conversation

FEWEST_TOKENS = 1024
SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class CacheUse:
    """How many tokens of a prompt were read from the cache, and how many were written to it."""

    read: int = 0
    written: int = 0


class PromptCache:
    """The prefixes that each account has used lately.

    Args:
        clock: Epoch seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._ends: dict[str, dict[bytes, float]] = defaultdict(dict)

    def use(self, account_id: str, model: str, conversation: Conversation) -> CacheUse | None:
        """Look for the longest prefix that is cached, and cache all of them; None if there are no cache points."""
        now, ends = self._clock(), self._ends[account_id]
        prefixes = list(conversation.cached_prefixes())
        if not prefixes:
            return None
        read = written = 0
        for prefix in prefixes:
            tokens = text.count_tokens(prefix)
            if tokens < FEWEST_TOKENS:
                continue
            identity = hashlib.sha256(f"{model}\n{prefix}".encode()).digest()
            if ends.pop(identity, 0.0) > now:
                read = tokens
            written = tokens
            ends[identity] = now + SECONDS
        self._drop_old(ends, now)
        return CacheUse(read, max(written - read, 0))

    def forget(self, account_id: str) -> None:
        """Forget the prefixes of an account."""
        self._ends.pop(account_id, None)

    @staticmethod
    def _drop_old(ends: dict[bytes, float], now: float) -> None:
        """Drop expired prefixes; the first ones are the oldest."""
        while ends and next(iter(ends.values())) <= now:
            del ends[next(iter(ends))]
