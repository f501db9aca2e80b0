"""The transcription of recordings."""

import json
import logging
import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import tenacity
import urllib3

from manuel_sandbox.aws.clients import AwsClients
from manuel_sandbox.aws.dependency import Dependency
from manuel_sandbox.aws.errors import (
    DependencyError,
    DependencyRefusedError,
    DependencyTimeoutError,
    DependencyUnavailableError,
)
from manuel_sandbox.aws.invocation import current_invocation, grace_period
from manuel_sandbox.aws.replies import InvalidReplyError
from manuel_sandbox.domain.audio import MediaFormat, Recording
from manuel_sandbox.domain.costs import Cost, speech_cost
from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError

logger = logging.getLogger(__name__)

LANGUAGE: Final = "en-US"
SHORTEST_POLL_SECONDS, LONGEST_POLL_SECONDS = 0.05, 1.0
JOB_EXISTS = "ConflictException"
RECORDING_FAULTS = (
    "media format",
    "sample rate",
    "file size",
    "number of channels",
    "media file",
    "audio",
)  # Amazon Transcribe API Reference, "TranscriptionJob", FailureReason


@dataclass(frozen=True, slots=True)
class Transcript:
    """The transcript of a recording.

    Attributes:
        text: What is said; empty if the recording contains no speech.
        audio_seconds: The time until the end of the last word.
    """

    text: str
    audio_seconds: float

    @property
    def cost(self) -> Cost:
        """The cost of the transcription."""
        return Cost("transcribe", speech_cost(self.audio_seconds))


class Transcriber:
    """Transcribes recordings with Amazon Transcribe. Recording and job are deleted afterwards, even after a failure.

    The transcript is read before its job is deleted, which may delete it as well.
    """

    def __init__(  # noqa: PLR0913 - its dependencies
        self,
        *,
        bucket: str,
        clients: AwsClients,
        s3: Dependency,
        transcribe: Dependency,
        read_timeout_seconds: float,
        sleep: Callable[[float], None],
        random_source: random.Random,
    ) -> None:
        self._bucket = bucket
        self._clients = clients
        self._s3 = s3
        self._transcribe = transcribe
        self._sleep = sleep
        self._read_timeout_seconds = read_timeout_seconds
        self._random = random_source

    def transcribe(self, user_id: str, recording: Recording, *, field: str) -> Transcript:
        """Return the transcript of a recording.

        Args:
            user_id: The user.
            recording: The recording.
            field: The field of the request that contains it, for the message.

        Raises:
            InvalidFieldError: The recording itself can't be transcribed.
            DependencyError: S3 or Transcribe has finally failed.
        """
        name = f"manuel-{uuid.UUID(int=self._random.getrandbits(128), version=4)}"
        key = f"audio/{user_id}/{name}.{recording.media_format}"
        with (
            self._stored(key, recording.content),
            self._transcribe.guard("TranscriptionJob"),
            self._job(name, key, recording.media_format),
        ):
            job = self._finished_job(name)
            if job["TranscriptionJobStatus"] != "COMPLETED":
                raise _failure(job.get("FailureReason", ""), field)
            return self._transcribe.attempt(self._get_transcript, job["Transcript"]["TranscriptFileUri"])

    @contextmanager
    def _stored(self, key: str, content: bytes) -> Iterator[None]:
        try:
            self._s3.call(self._clients.s3.put_object, Bucket=self._bucket, Key=key, Body=content)
            yield
        finally:
            self._clean_up(
                lambda: self._s3.call(self._clients.s3.delete_object, Bucket=self._bucket, Key=key)
            )

    @contextmanager
    def _job(self, name: str, key: str, media_format: MediaFormat) -> Iterator[None]:
        try:
            self._start(name, key, media_format)
            yield
        finally:
            self._clean_up(
                lambda: self._transcribe.attempt(
                    self._clients.transcribe.delete_transcription_job, TranscriptionJobName=name
                )
            )

    def _start(self, name: str, key: str, media_format: MediaFormat) -> None:
        try:
            self._transcribe.attempt(
                self._clients.transcribe.start_transcription_job,
                TranscriptionJobName=name,
                Media={"MediaFileUri": f"s3://{self._bucket}/{key}"},
                MediaFormat=media_format,
                LanguageCode=LANGUAGE,
            )
        except DependencyRefusedError as error:
            if error.cause_type != JOB_EXISTS:
                raise
            logger.info("Job %s has been started by a call whose reply was lost", name)

    def _finished_job(self, name: str) -> Any:
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_result(
                lambda job: job["TranscriptionJobStatus"] in ("QUEUED", "IN_PROGRESS")
            ),
            wait=tenacity.wait_exponential(SHORTEST_POLL_SECONDS, max=LONGEST_POLL_SECONDS, exp_base=1.5),
            stop=lambda _: current_invocation().seconds_left == 0,
            sleep=self._sleep,
        )
        try:
            job = retrying(self._transcribe.attempt, self._get_transcription_job, name)
        except tenacity.RetryError:
            raise DependencyTimeoutError(
                "transcribe", "GetTranscriptionJob", "Timeout", "the job did not finish in time"
            ) from None
        return job

    def _get_transcription_job(self, name: str) -> Any:
        reply = self._clients.transcribe.get_transcription_job(TranscriptionJobName=name)
        job = reply.get("TranscriptionJob")
        if not job or "TranscriptionJobStatus" not in job:
            raise InvalidReplyError("GetTranscriptionJob returned no job")
        return job

    def _get_transcript(self, url: str) -> Transcript:
        trace_id = current_invocation().trace_id
        reply = urllib3.request(
            "GET",
            url,
            headers={"X-Amzn-Trace-Id": trace_id} if trace_id else {},
            timeout=self._read_timeout_seconds,
            retries=False,
        )
        try:
            results = json.loads(reply.data)["results"]
            text = results["transcripts"][0]["transcript"]
            seconds = max((float(item.get("end_time", 0)) for item in results.get("items", [])), default=0.0)
            return Transcript(text.strip(), seconds)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise InvalidReplyError(f"the transcript is not valid: {type(error).__name__}") from error

    def _clean_up(self, step: Callable[[], Any]) -> None:
        """Run a step of the clean-up; its failure does not change the response, and the bucket deletes leftovers within a day."""
        try:
            with grace_period():
                step()
        except DependencyError:
            logger.warning("A temporary resource could not be deleted", exc_info=True)


def _failure(reason: str, field: str) -> Exception:
    if any(fault in reason.lower() for fault in RECORDING_FAULTS):
        return InvalidFieldError(FieldProblem(field, "the recording does not match its media type"))
    return DependencyUnavailableError("transcribe", "TranscriptionJob", "JobFailed", reason)
