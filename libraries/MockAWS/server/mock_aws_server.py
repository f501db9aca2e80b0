"""The server that tests start."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, Self

from MockAWS.server import account_state, moto_patches
from MockAWS.server.application import AwsFront
from MockAWS.server.control import PREFIX, ControlApi
from MockAWS.server.journal import Journal
from MockAWS.server.listener import HttpListener
from MockAWS.server.overlays import create_overlays
from MockAWS.server.unsigned import find_unsigned
from MockAWS.server.scripts import AnswerScript, Scripts, TranscriptScript

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class FaultStage(Protocol):
    """What the server needs of a fault engine (`FailureSimulator.engine.FaultEngine`)."""

    control: WSGIApplication

    def wrap(self, application: WSGIApplication) -> WSGIApplication:
        """Put the engine in front of `application`."""
        ...

    def shutdown(self) -> None:
        """Let go of every request that hangs."""
        ...


class MockAwsServer:
    """AWS on a loopback port, for the tests of a backend.

    Point any AWS SDK's endpoint at `url`, and use any 12-digit number as access key id: it is the account, and
    shares nothing with other accounts, not even bucket names.

    Args:
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        engine: fault engine that acts on AWS calls; its control API is served under `/_faults/`.
        mounts: further WSGI applications by path prefix, such as `{"/_stack/": application}`.
        clock: returns epoch seconds; what expires (tokens, presigned URLs, TTL, lock-outs) goes by it.
        job_seconds: how long a transcription or ingestion job takes.

    Raises:
        MockAWS.server.listener.PortInUseError: the port cannot be bound.

    Example:
        >>> with MockAwsServer() as server:
        ...     boto3.client("s3", endpoint_url=server.url, region_name="eu-west-1",
        ...                  aws_access_key_id="000000000001", aws_secret_access_key="any").list_buckets()
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        engine: FaultStage | None = None,
        mounts: Mapping[str, WSGIApplication] = {},
        clock: Callable[[], float] = time.time,
        job_seconds: float = 0.2,
    ) -> None:
        moto_patches.apply()
        self.journal = Journal()
        self.answers: Scripts[AnswerScript] = Scripts()
        self.transcripts: Scripts[TranscriptScript] = Scripts()
        self._engine = engine
        self._started_at = time.time()
        self._overlays = create_overlays(self.answers, self.transcripts, clock, job_seconds)
        control = ControlApi(
            journal=self.journal,
            answers=self.answers,
            transcripts=self.transcripts,
            reset=self.reset,
            health=self._health,
        )
        self._front = AwsFront(
            overlays=self._overlays,
            journal=self.journal,
            mounts={
                PREFIX: control,
                **({"/_faults/": engine.control} if engine else {}),
                **mounts,
            },
            fault_stage=engine.wrap if engine else None,
            find_unsigned=find_unsigned,
        )
        self._listener = HttpListener(self._front, host, port)
        shown_host = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown_host}:{self._listener.port}"

    def start(self) -> None:
        """Begin to answer. Requests that came between construction and start are answered now."""
        self._listener.start()

    def stop(self) -> None:
        """Stop answering, close every connection and end every thread. The server cannot be started again."""
        if self._engine:
            self._engine.shutdown()
        self._listener.close()
        for overlay in self._overlays:
            overlay.close()

    def reset(self, account_id: str | None = None) -> None:
        """Forget everything: resources, scripts and journal of one account, or of all accounts."""
        for one in [account_id] if account_id else self._known_accounts():
            with self._front.locks.hold(one):
                token = moto_patches.current_account.set(one)
                try:
                    account_state.reset_account(one)
                    for overlay in self._overlays:
                        overlay.reset(one)
                finally:
                    moto_patches.current_account.reset(token)
            self.answers.forget(one)
            self.transcripts.forget(one)
        self.journal.forget(account_id)

    def _known_accounts(self) -> list[str]:
        scripted = {*self.answers.accounts(), *self.transcripts.accounts()}
        return sorted(account_state.known_accounts() | scripted)

    def _health(self) -> dict[str, object]:
        return {
            "uptime_seconds": round(time.time() - self._started_at, 3),
            "accounts": len(account_state.known_accounts()),
        }

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()
