"""What asks the source of an event source mapping for its events."""

import time
from collections.abc import Callable
from functools import partial
from typing import Protocol

from event_sources.destinations import Client, Destinations
from event_sources.queue_consumer import QueueConsumer
from event_sources.source_mapping import SourceMapping
from event_sources.stream_consumer import StreamConsumer
from lambda_runtime.function import Functions

IMITATED_SERVICES = ("sqs", "dynamodb")


class Consumer(Protocol):
    """Invokes a function with the events of a source."""

    def start(self) -> None:
        """Begin to ask for events."""

    def stop(self) -> None:
        """Pass no more events on."""


def is_imitated(mapping: SourceMapping) -> bool:
    """Return whether the source of a mapping is one that is asked for events."""
    return mapping.source_arn != "" and mapping.service in IMITATED_SERVICES


def consumer_of(
    mapping: SourceMapping,
    functions: Functions,
    client: Client,
    *,
    clock: Callable[[], float] = time.time,
    former: Consumer | None = None,
) -> Consumer:
    """Return what asks the source of a mapping.

    Args:
        mapping: The mapping.
        functions: Invoked with batches.
        client: Returns the boto3 client of a service.
        clock: Returns epoch seconds as AWS counts them.
        former: What has asked the same stream before, and has stopped: the new one goes on where it ended.
    """
    if mapping.service == "sqs":
        return QueueConsumer(mapping, functions, partial(client, "sqs"))
    consumer = StreamConsumer(
        mapping, functions, client("dynamodbstreams"), destinations=Destinations(client), clock=clock
    )
    if isinstance(former, StreamConsumer):
        consumer.follow(former)
    return consumer
