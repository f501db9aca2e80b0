"""Fixtures of these tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from loopback_server.leader_followers import LeaderFollowers
from loopback_server.server import LoopbackServer
from loopback_server.thread_per_connection import ThreadPerConnection
from support.raw_http import Echo


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture(params=[ThreadPerConnection, LeaderFollowers])
def new_server(request: pytest.FixtureRequest) -> Callable[..., LoopbackServer]:
    """Makes servers whose connections are served in either way."""
    return lambda application, **options: LoopbackServer(application, threads=request.param(), **options)


@pytest.fixture
def serve(new_server: Callable[..., LoopbackServer]) -> Iterator[Callable[..., LoopbackServer]]:
    """Starts servers that end with the test."""
    with ExitStack() as servers:
        yield lambda application, **options: servers.enter_context(new_server(application, **options))


@pytest.fixture
def server(serve: Callable[..., LoopbackServer], echo: Echo) -> LoopbackServer:
    return serve(echo)
