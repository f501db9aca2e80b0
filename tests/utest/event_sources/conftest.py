"""Fixtures of these tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from application_template.application import CreatedResource
from event_sources.event_sources import EventSources
from support.python_functions import PythonFunctions
from support.stand_in import REGION, Aws, Clock, _clock, account_id, aws, clock, engine, server, session

__all__ = ["_clock", "account_id", "aws", "clock", "engine", "server", "session", "start_sources", "started"]


@pytest.fixture
def started() -> Iterator[Callable[[Any], Any]]:
    """Start a consumer, which ends with the test: `started(consumer)`."""
    with ExitStack() as ends:

        def start(consumer: Any) -> Any:
            consumer.start()
            ends.callback(consumer.stop)
            return consumer

        yield start


@pytest.fixture
def start_sources(aws: Aws, _clock: Clock) -> Iterator[Callable[..., EventSources]]:
    """Start event sources, which end with the test: `start_sources(functions, *resources, ahead=0)`.

    Their clock is so many seconds ahead of that of the stand-in.
    """
    started = []

    def start(functions: PythonFunctions, *resources: CreatedResource, ahead: float = 0) -> EventSources:
        sources = EventSources(
            resources,
            functions=functions,
            client=clients(aws),
            account_id=aws.account_id,
            region=REGION,
            clock=lambda: _clock() + ahead,
            aws_clock=_clock,
        )
        sources.start()
        started.append(sources)
        return sources

    yield start
    for sources in started:
        sources.stop()


def clients(aws: Aws) -> Callable[[str], Any]:
    """Return a function that makes each client once."""
    made: dict[str, Any] = {}
    return lambda service: made.setdefault(service, aws.client(service))
