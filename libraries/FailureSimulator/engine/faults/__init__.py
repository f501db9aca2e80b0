"""Every kind of fault, by the word that rules use for it."""

from collections.abc import Mapping

from .base import Distortion, Exchange, Fault, Phase
from .errors import HttpError, ServiceError
from .network import Hang, Latency, Reset

FAULTS: Mapping[str, type[Fault]] = {
    fault.kind: fault
    for fault in (
        ServiceError,
        HttpError,
        Latency,
        Hang,
        Reset,
    )
}

__all__ = ["FAULTS", "Distortion", "Exchange", "Fault", "Phase"]
