"""Probes, which check whether the dependencies respond."""

import contextvars
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from api_gateway.signing_keys import SigningKeysUnavailableError
from manuel_sandbox.aws.clients import AwsClients, DeadlineExceededError
from manuel_sandbox.aws.dependency import is_transient
from manuel_sandbox.aws.replies import InvalidReplyError

SLOW_SECONDS = 1.0
NOTHING = "manuel-health-check"

Probe = Callable[[], Any]
ProbeFactory = Callable[[], Probe]
"""Prepares a probe, so that only its call is timed."""


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """The result of one probe."""

    status: str
    latency_ms: float


class Probes:
    """Calls each dependency once, all at the same time. Any response will do, including one that something does not exist.

    Args:
        factories: What prepares the probe of each dependency, by its name.
    """

    def __init__(self, factories: Mapping[str, ProbeFactory]) -> None:
        self._factories = factories

    def run(self) -> dict[str, ProbeResult]:
        """Run all probes and return their results by dependency."""
        prepared = {name: prepare_probe() for name, prepare_probe in self._factories.items()}
        with ThreadPoolExecutor(len(prepared), thread_name_prefix="probe") as threads:
            running = {
                name: threads.submit(contextvars.copy_context().run, _run, probe)
                for name, probe in prepared.items()
            }
            return {name: result.result() for name, result in running.items()}


def aws_probes(
    clients: AwsClients, *, usage_table: str, manuals_bucket: str, knowledge_base_id: str
) -> dict[str, ProbeFactory]:
    """Return an inexpensive call to each AWS service."""
    key = {"user_id": NOTHING, "date": NOTHING}
    return {
        "dynamodb": lambda: partial(clients.dynamodb.get_item, TableName=usage_table, Key=key),
        "s3": lambda: partial(clients.s3.head_bucket, Bucket=manuals_bucket),
        "bedrock": lambda: partial(
            clients.bedrock_agent.list_data_sources, knowledgeBaseId=knowledge_base_id
        ),
        "transcribe": lambda: partial(
            _answers, partial(clients.transcribe.get_transcription_job, TranscriptionJobName=NOTHING)
        ),
    }


def _answers(call: Callable[[], Any]) -> None:
    try:
        call()
    except ClientError as error:
        if is_transient(error):
            raise


def _run(probe: Probe) -> ProbeResult:
    started = time.perf_counter()
    try:
        probe()
    except (
        ClientError,
        BotoCoreError,
        InvalidReplyError,
        DeadlineExceededError,
        SigningKeysUnavailableError,
    ):
        return ProbeResult("unhealthy", _milliseconds_since(started))
    seconds = time.perf_counter() - started
    return ProbeResult("healthy" if seconds < SLOW_SECONDS else "degraded", _milliseconds_since(started))


def _milliseconds_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
