"""Every kind of fault, by the word that rules use for it."""

from collections.abc import Mapping

from .base import Distortion, Exchange, Fault, Phase, Serve
from .batches import PartialBatch
from .bodies import Malformed, Truncated, WrongLength
from .errors import HttpError, ServiceError
from .event_streams import EventStreamException
from .jobs import Stuck
from .network import Hang, Latency, Refused, Reset

FAULTS: Mapping[str, type[Fault]] = {
    fault.kind: fault
    for fault in (
        ServiceError,
        HttpError,
        Latency,
        Hang,
        Reset,
        Refused,
        Truncated,
        WrongLength,
        Malformed,
        PartialBatch,
        EventStreamException,
        Stuck,
    )
}

__all__ = ["FAULTS", "Distortion", "Exchange", "Fault", "Phase", "Refused", "Serve"]
