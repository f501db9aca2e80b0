"""What a process with Locust has to do, as one line of JSON over its standard input."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal, Self

from load_engine.mix.source import MixSource, mix_to_json

Role = Literal["master", "worker"]


@dataclass(frozen=True)
class Assignment:
    """What a process with Locust has to do.

    Attributes:
        role: Whether it leads, or sends requests.
        host: Where the master listens, or the master's host.
        port: The master's port.
        workers: How many workers the master waits for.
        timeout: How many seconds master and workers wait for each other.
        source: The requests. Only those of a worker have tokens.
    """

    role: Role
    host: str
    port: int
    workers: int
    timeout: float
    source: MixSource

    @property
    def fingerprint(self) -> str:
        """What tells this mix and its data from others."""
        fields = self.source.to_json()
        text = json.dumps([mix_to_json(self.source.mix), fields["rows"], fields["base_url"]], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def to_json(self) -> str:
        """Return it as one line, tokens included: for a pipe, never for a file."""
        return json.dumps({**vars(self), "source": self.source.to_json()})

    @classmethod
    def from_json(cls, line: str) -> Self:
        """Read what `to_json` returned."""
        fields: dict[str, Any] = json.loads(line)
        return cls(**{**fields, "source": MixSource.from_json(fields["source"])})
