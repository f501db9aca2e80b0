"""Event source mappings that are kept, and what polls for them.

Source: AWS Lambda API reference, "EventSourceMappingConfiguration": the states, and that one is reached after the answer.
"""

import json
import logging
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from aws_stand_in.overlays.timestamps import timestamp
from event_sources.consumers import Consumer

logger = logging.getLogger(__name__)

ENABLED, DISABLED = "Enabled", "Disabled"
SETTLED = (ENABLED, DISABLED)
USER = "USER_INITIATED"
MakeConsumer = Callable[[Mapping[str, Any], Consumer | None], Consumer]
"""Takes settings and what has polled before."""
_OF_QUEUES: Mapping[str, Any] = {
    "BatchSize": 10,
    "MaximumBatchingWindowInSeconds": 0,
    "FunctionResponseTypes": [],
}
_OF_STREAMS: Mapping[str, Any] = {
    **_OF_QUEUES, "BatchSize": 100, "BisectBatchOnFunctionError": False, "DestinationConfig": {"OnFailure": {}},
    "MaximumRecordAgeInSeconds": -1, "MaximumRetryAttempts": -1, "ParallelizationFactor": 1, "TumblingWindowInSeconds": 0,
}  # fmt: skip
_NUMBERS = (
    "BatchSize", "MaximumBatchingWindowInSeconds", "MaximumRecordAgeInSeconds", "MaximumRetryAttempts", "ParallelizationFactor",
    "TumblingWindowInSeconds",
)  # fmt: skip
_TRUTHS = ("BisectBatchOnFunctionError", "Enabled")
_HIDDEN = ("Enabled", "FunctionName", "Tags")


@dataclass(slots=True)
class KeptMapping:
    """An event source mapping.

    Attributes:
        identity: Its UUID.
        settings: What its creation and its changes have said.
        function_arn: The ARN of its function, with the version or alias.
        state: `Creating`, `Enabled`, `Updating`, `Disabled` or another one of AWS's.
        consumer: What polls; while it is disabled, what has polled before.
        changed_at: Epoch seconds.
    """

    identity: str
    settings: dict[str, Any]
    function_arn: str
    state: str
    consumer: Consumer | None = None
    changed_at: float = field(default_factory=time.time)

    def described(self, arn: str) -> dict[str, Any]:
        """Return it as Lambda describes it.

        Args:
            arn: The ARN of the mapping.
        """
        defaults = _OF_QUEUES if ":sqs:" in self.settings.get("EventSourceArn", "") else _OF_STREAMS
        shown = {name: value for name, value in self.settings.items() if name not in _HIDDEN}
        return {
            **defaults,
            **shown,
            "UUID": self.identity,
            "EventSourceMappingArn": arn,
            "FunctionArn": self.function_arn,
            "LastModified": timestamp(self.changed_at),
            "State": self.state,
            "StateTransitionReason": USER,
        }


class SourceMappings:
    """The mappings of one account in one region."""

    def __init__(self) -> None:
        self.kept: dict[str, KeptMapping] = {}
        """By UUID, the oldest first."""

    def create(self, settings: dict[str, Any], function_arn: str) -> KeptMapping:
        """Keep a mapping, which is in force when it is settled."""
        one = KeptMapping(str(uuid.uuid4()), settings, function_arn, "Creating")
        self.kept[one.identity] = one
        return one

    def adopt(
        self, identity: str, settings: Mapping[str, Any], function_arn: str, consumer: Consumer | None
    ) -> None:
        """Keep a mapping, whether or not it is being polled already."""
        state = DISABLED if consumer is None else ENABLED
        self.kept[identity] = KeptMapping(identity, _as_requested(settings), function_arn, state, consumer)

    @staticmethod
    def update(one: KeptMapping, settings: dict[str, Any], function_arn: str) -> None:
        """Change a mapping, which is as it says when it is settled."""
        will_poll = settings.get("Enabled", True)
        if will_poll == (one.state == ENABLED):
            one.state = "Updating"
        else:
            one.state = "Enabling" if will_poll else "Disabling"
        one.settings, one.function_arn, one.changed_at = settings, function_arn, time.time()

    def settle(self, one: KeptMapping, make: MakeConsumer) -> None:
        """Poll for a mapping, or stop to, after the answer."""
        self._in_background(self._reach, one, make)

    def end(self, one: KeptMapping) -> None:
        """Forget a mapping as soon as what polls for it has stopped, after the answer."""
        self._in_background(self._end, one)

    def forget(self) -> None:
        """Forget all mappings, and poll for none of them."""
        kept, self.kept = list(self.kept.values()), {}
        for one in kept:
            self._in_background(self._end, one)

    def _reach(self, one: KeptMapping, make: MakeConsumer) -> None:
        """Poll, or stop to; that sends requests, so the account's lock must be free."""
        if one.consumer is not None:
            one.consumer.stop()
        if not one.settings.get("Enabled", True):
            one.state = DISABLED
            return
        try:
            one.consumer = make(one.settings, one.consumer)
            one.consumer.start()
        except (ClientError, BotoCoreError):
            logger.exception("The event source mapping of %s is disabled", one.settings["EventSourceArn"])
            one.state = DISABLED
            return
        if self.kept.get(one.identity) is one:
            one.state = ENABLED
        else:
            one.consumer.stop()

    def _end(self, one: KeptMapping) -> None:
        if one.consumer is not None:
            one.consumer.stop()
        self.kept.pop(one.identity, None)

    @staticmethod
    def _in_background(work: Callable[..., None], *arguments: Any) -> None:
        threading.Thread(target=work, args=arguments, name="event-source-mapping", daemon=True).start()


def _as_requested(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a template says as a request would say it: templates write numbers as text, and patterns as objects."""
    settings = dict(properties)
    settings |= {name: int(settings[name]) for name in _NUMBERS if name in settings}
    settings |= {name: settings[name] in {True, "true"} for name in _TRUTHS if name in settings}
    if concurrency := (settings.get("ScalingConfig") or {}).get("MaximumConcurrency"):
        settings["ScalingConfig"] = {"MaximumConcurrency": int(concurrency)}
    if "FilterCriteria" in settings:
        filters = (settings["FilterCriteria"] or {}).get("Filters") or []
        settings["FilterCriteria"] = {"Filters": [{"Pattern": _as_text(one["Pattern"])} for one in filters]}
    return settings


def _as_text(pattern: Any) -> str:
    return pattern if isinstance(pattern, str) else json.dumps(pattern)
