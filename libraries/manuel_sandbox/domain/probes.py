"""Whether each dependency answers."""

import contextvars
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from manuel_sandbox.aws.clients import AwsClients, DeadlineExceededError
from manuel_sandbox.aws.dependency import is_transient
from manuel_sandbox.aws.replies import InvalidReplyError
from manuel_sandbox.gateway.signing_keys import SigningKeysUnavailableError

SLOW_SECONDS = 1.0
NOTHING = "manuel-health-check"


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What became of one probe."""

    status: str
    latency_ms: float


class Probes:
    """Calls each dependency once, all at the same time. An answer is an answer, also one that there is nothing of that name.

    Args:
        probes: A call by the name of the dependency.
    """

    def __init__(self, probes: Mapping[str, Callable[[], Any]]) -> None:
        self._probes = probes

    def run(self) -> dict[str, ProbeResult]:
        """Call all of them."""
        with ThreadPoolExecutor(len(self._probes), thread_name_prefix="probe") as threads:
            running = {
                name: threads.submit(contextvars.copy_context().run, _run, probe)
                for name, probe in self._probes.items()
            }
            return {name: result.result() for name, result in running.items()}


def aws_probes(
    clients: AwsClients, *, usage_table: str, manuals_bucket: str, knowledge_base_id: str
) -> dict[str, Callable[[], Any]]:
    """One cheap call to each AWS service."""
    return {
        "dynamodb": lambda: clients.dynamodb.get_item(
            TableName=usage_table, Key={"user_id": NOTHING, "date": NOTHING}
        ),
        "s3": lambda: clients.s3.head_bucket(Bucket=manuals_bucket),
        "bedrock": lambda: clients.bedrock_agent.list_data_sources(knowledgeBaseId=knowledge_base_id),
        "transcribe": lambda: _answers(
            lambda: clients.transcribe.get_transcription_job(TranscriptionJobName=NOTHING)
        ),
    }


def _answers(call: Callable[[], Any]) -> None:
    try:
        call()
    except ClientError as error:
        if is_transient(error):
            raise


def _run(probe: Callable[[], Any]) -> ProbeResult:
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
