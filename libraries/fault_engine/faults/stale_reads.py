"""Reads that do not see the latest writes."""

from typing import ClassVar, Literal

from fault_engine.faults.base import Fault, FaultedRequest, Phase
from fault_engine.identification import REPLICAS_AT, Call
from fault_engine.responses import HttpResponse

READING = frozenset({"BatchExecuteStatement", "BatchGetItem", "ExecuteStatement", "GetItem", "Query", "Scan"})
"""The operations that are consistent only on request (Amazon DynamoDB Developer Guide, "DynamoDB read consistency")."""


class StaleRead(Fault):
    """The replicas of DynamoDB's tables and indexes are as old as the rule, and a minute at most.

    A read with `ConsistentRead` sees everything. Any other, such as each read of a global secondary index, sees what was
    there when the rule was activated, or a minute ago if that is later. All of them count as hit.
    """

    fault: Literal["stale_read"]
    phases: ClassVar[tuple[Phase, ...]] = (Phase.BEFORE,)
    ends_request: ClassVar[bool] = False

    def interrupt(self, request: FaultedRequest) -> HttpResponse | None:
        request.environ.setdefault(REPLICAS_AT, request.activated_at)
        return None

    def applies_to(self, call: Call) -> bool:
        return call.service == "dynamodb" and call.operation in READING

    def describe(self) -> str:
        return "reads without the latest writes"
