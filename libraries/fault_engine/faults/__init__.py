"""Every kind of fault, by the word that rules use for it."""

from collections.abc import Mapping

from fault_engine.faults.base import Distortion, Fault, FaultedRequest, Phase, Serve
from fault_engine.faults.batches import PartialBatch
from fault_engine.faults.bodies import Malformed, Truncated, WrongLength
from fault_engine.faults.errors import HttpError, ServiceError
from fault_engine.faults.event_streams import EventStreamException
from fault_engine.faults.jobs import Stuck
from fault_engine.faults.network import Hang, Latency, Refused, Reset

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

__all__ = ["FAULTS", "Distortion", "Fault", "FaultedRequest", "Phase", "Refused", "Serve"]
