"""The whole backend as an application: its gateway, and the work in its background."""

import functools
import random
import time
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Self

from api_gateway.application import Gateway
from api_gateway.routes import Routes
from api_gateway.runtime import LambdaRuntime
from event_sources.queue_consumer import QueueConsumer
from loopback_server.response import Response
from manuel_sandbox.domain.safe_fetch import Internet, Network
from manuel_sandbox.gateway import gateway_configuration
from manuel_sandbox.parts import Parts
from manuel_sandbox.settings import DeploymentSettings
from manuel_sandbox.times import Clock

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CONTRACT = Path(__file__).resolve().parents[2] / "resources" / "contract" / "openapi.yaml"


class Application:
    """The whole backend: a WSGI application, and the work in its background.

    Args:
        gateway: Answers the requests.
        error_queue: Passes the messages of the error queue to their processor, if there is an error queue.
    """

    def __init__(self, gateway: Gateway, error_queue: QueueConsumer | None) -> None:
        self._gateway = gateway
        self._error_queue = error_queue

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request, as WSGI defines it."""
        return self._gateway(environ, start_response)

    def error_response(self, status: HTTPStatus) -> Response:
        """Return the response with which the server rejects malformed HTTP."""
        return self._gateway.error_response(status)

    def start(self) -> None:
        """Start the work in the background."""
        if self._error_queue is not None:
            self._error_queue.start()

    def stop(self) -> None:
        """Stop the work in the background, and let the threads of the handlers end."""
        if self._error_queue is not None:
            self._error_queue.stop()
        self._gateway.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def create_application(
    settings: DeploymentSettings, *, clock: Clock = time.time, network: Network | None = None
) -> Application:
    """Return a backend.

    Args:
        settings: The settings of the deployment.
        clock: Returns epoch seconds for everything but tokens, whose times are those of Cognito.
        network: Resolves names, opens connections and provides the TLS context when a manual is fetched; by default the internet.

    Example:
        >>> application = create_application(Settings.from_environment(os.environ))
    """
    parts = Parts(settings, clock, time.sleep, random.SystemRandom(), network or Internet())
    gateway = Gateway(
        routes=_routes(),
        handlers=parts.handlers(),
        authorizer=parts.authorizer,
        runtime=LambdaRuntime(timeout_seconds=settings.integration_timeout_seconds),
        configuration=gateway_configuration(settings, clock),
    )
    return Application(gateway, parts.error_queue)


@functools.cache
def _routes() -> Routes:
    """Return the routing table of the contract, which is read once per process."""
    return Routes.load(CONTRACT)
