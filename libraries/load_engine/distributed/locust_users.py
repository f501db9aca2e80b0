"""Locust's users, made from a load mix."""

import random
from collections.abc import Callable, Iterator

import gevent
from locust import FastHttpUser, between, constant_throughput, task

from load_engine.distributed.schedule import REQUESTS_PER_USER
from load_engine.mix.source import MixSource


def user_class(source: MixSource, numbers: Iterator[int]) -> type[FastHttpUser]:
    """Return the class of the users who send a mix.

    Args:
        source: The requests of the mix.
        numbers: The numbers of the requests that this process sends.
    """

    class MixUser(FastHttpUser):
        host = source.base_url
        wait_time = _wait_time(source)
        insecure = False
        connection_timeout = network_timeout = source.timeout

        def on_start(self) -> None:
            """Begin at some moment of the first second, so that users do not send in step."""
            if source.mix.rate_stages:
                gevent.sleep(random.random() / REQUESTS_PER_USER)  # noqa: S311 - no secret

        @task
        def send(self) -> None:
            """Send the next request."""
            request = source.request_of(next(numbers))
            self.client.request(
                request.method,
                request.url,
                name=request.label,
                data=request.body.decode() if request.body else None,
                headers=dict(request.headers),
                allow_redirects=False,
            )

    return MixUser


def _wait_time(source: MixSource) -> Callable[[FastHttpUser], float]:
    if source.mix.rate_stages:
        return constant_throughput(REQUESTS_PER_USER)
    return between(*(source.mix.think_time or (0.0, 0.0)))
