"""Every kind of fault, by the name that rules use for it."""

from collections.abc import Mapping
from typing import Annotated, get_args

from pydantic import Field

from fault_engine.faults.base import Distortion, Fault, FaultedRequest, Phase, Serve
from fault_engine.faults.batches import PartialBatch
from fault_engine.faults.bodies import Malformed, Truncated, WrongLength
from fault_engine.faults.errors import HttpError, ServiceError
from fault_engine.faults.event_streams import EventStreamException
from fault_engine.faults.jobs import Stuck
from fault_engine.faults.network import Hang, Latency, Refused, Reset
from fault_engine.faults.redelivery import DuplicateDelivery
from fault_engine.faults.stale_reads import StaleRead

_Faults = (
    ServiceError
    | HttpError
    | Latency
    | Hang
    | Reset
    | Refused
    | Truncated
    | WrongLength
    | Malformed
    | PartialBatch
    | EventStreamException
    | Stuck
    | StaleRead
    | DuplicateDelivery
)
AnyFault = Annotated[_Faults, Field(discriminator="fault")]
FAULTS: Mapping[str, type[Fault]] = {
    name: fault for fault in get_args(_Faults) for name in get_args(fault.model_fields["fault"].annotation)
}

__all__ = [
    "FAULTS",
    "AnyFault",
    "Distortion",
    "Fault",
    "FaultedRequest",
    "Phase",
    "Refused",
    "Serve",
    "StaleRead",
]
