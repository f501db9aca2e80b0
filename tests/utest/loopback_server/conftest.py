"""Fixtures of these tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from loopback_server.server import LoopbackServer
from support.raw_http import Echo


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
def serve() -> Iterator[Callable[..., LoopbackServer]]:
    """Starts servers that end with the test."""
    with ExitStack() as servers:
        yield lambda application, **options: servers.enter_context(LoopbackServer(application, **options))


@pytest.fixture
def server(serve: Callable[..., LoopbackServer], echo: Echo) -> LoopbackServer:
    return serve(echo)
