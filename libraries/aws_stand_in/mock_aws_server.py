"""The stand-in as a server that tests start."""

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from aws_stand_in.stand_in import AwsStandIn, FaultStage
from loopback_server.leader_followers import LeaderFollowers
from loopback_server.server import LoopbackServer

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class MockAwsServer:
    """AWS on a loopback port, for the tests of a backend.

    Point any AWS SDK's endpoint at `url`, and use any 12-digit number as access key id: it is the account, and
    shares nothing with other accounts, not even bucket names.

    Args:
        host: The address to listen on.
        port: The port to listen on; 0 takes a free one.
        engine: A fault engine that acts on AWS calls; its control API is served under `/_faults/`.
        mounts: Further WSGI applications by path prefix, such as `{"/_stack/": application}`.
        clock: Returns epoch seconds; everything that expires (tokens, presigned URLs, TTL, lockouts) uses it.
        job_seconds: The shortest time that a transcription or ingestion job takes.

    Raises:
        loopback_server.listener.PortUnavailableError: The port cannot be bound.

    Example:
        >>> with MockAwsServer() as server:
        ...     boto3.client("s3", endpoint_url=server.url, region_name="eu-west-1",
        ...                  aws_access_key_id="000000000001", aws_secret_access_key="any").list_buckets()
    """

    def __init__(  # noqa: PLR0913 - the settings of a server, each with a default
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        engine: FaultStage | None = None,
        mounts: "Mapping[str, WSGIApplication]" = MappingProxyType({}),
        clock: Callable[[], float] = time.time,
        job_seconds: float = 0.05,
    ) -> None:
        self.stand_in = AwsStandIn(engine=engine, mounts=mounts, clock=clock, job_seconds=job_seconds)
        self.journal = self.stand_in.journal
        self._server = LoopbackServer(self.stand_in, host=host, port=port, threads=LeaderFollowers())
        self.url = self._server.url

    def start(self) -> None:
        """Load moto and start answering. The port has been open since construction, so earlier requests have been waiting."""
        self.stand_in.load()
        self._server.start()

    def stop(self) -> None:
        """Stop answering, close every connection and end every thread. The server cannot be restarted."""
        self.stand_in.release()
        self._server.stop()
        self.stand_in.close()

    def reset(self, account_id: str | None = None) -> None:
        """Forget everything: resources, scripts and journal of one account, or of all accounts."""
        self.stand_in.reset(account_id)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()
