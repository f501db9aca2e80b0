"""A transcription job: its states, its description, and the transcript that comes of it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aws_stand_in.overlays.timestamps import timestamp
from aws_stand_in.overlays.transcribe.media import Media
from aws_stand_in.scripts import TranscriptScript

_SECONDS_A_WORD = 0.4


@dataclass(slots=True)
class TranscriptionJob:
    """A job, whose end is settled when it starts.

    Attributes:
        request: The parameters of StartTranscriptionJob.
        started_at: Epoch seconds.
        ends_at: Epoch seconds.
        failure_reason: Why it fails; empty if it does not.
        media: The recording; None if it could not be read.
        script: What the recording says.
        transcript_uri: Where the transcript is, once the job is complete.
    """

    request: Mapping[str, Any]
    started_at: float
    ends_at: float
    failure_reason: str
    media: Media | None
    script: TranscriptScript
    transcript_uri: str = ""

    @property
    def name(self) -> str:
        """The job's name."""
        return str(self.request["TranscriptionJobName"])

    def status(self, now: float) -> str:
        """Return the status at a time."""
        if now < self.ends_at:
            return "IN_PROGRESS"
        return "FAILED" if self.failure_reason else "COMPLETED"

    def summary(self, now: float) -> dict[str, Any]:
        """Describe the job as ListTranscriptionJobs does."""
        status = self.status(now)
        summary: dict[str, Any] = {
            "TranscriptionJobName": self.name,
            "TranscriptionJobStatus": status,
            "CreationTime": timestamp(self.started_at),
            "StartTime": timestamp(self.started_at),
            "LanguageCode": self.request.get("LanguageCode"),
            "IdentifyLanguage": self.request.get("IdentifyLanguage"),
        }
        if status == "COMPLETED" and self.request.get("IdentifyLanguage"):
            summary |= {"LanguageCode": self.script.language_code, "IdentifiedLanguageScore": 0.99}
        if status != "IN_PROGRESS":
            summary["CompletionTime"] = timestamp(self.ends_at)
        if status == "FAILED":
            summary["FailureReason"] = self.failure_reason
        return {name: value for name, value in summary.items() if value is not None}

    def details(self, now: float) -> dict[str, Any]:
        """Describe the job as GetTranscriptionJob does."""
        kept = ("Media", "MediaFormat", "MediaSampleRateHertz", "Settings", "LanguageOptions", "Tags")
        details = self.summary(now) | {name: self.request[name] for name in kept if name in self.request}
        if self.status(now) == "COMPLETED" and self.media:
            details["Transcript"] = {"TranscriptFileUri": self.transcript_uri}
            details.setdefault("MediaFormat", self.media.format)
            if self.media.sample_rate_hertz:
                details.setdefault("MediaSampleRateHertz", self.media.sample_rate_hertz)
        return details

    def transcript(self, account_id: str) -> bytes:
        """Return the transcript file of a job in this account."""
        content = {
            "jobName": self.name,
            "accountId": account_id,
            "status": "COMPLETED",
            "results": {
                "transcripts": [{"transcript": self.script.transcript}],
                "items": list(_items(self.script)),
            },
        }
        return json.dumps(content).encode()


def _items(script: TranscriptScript) -> Iterator[dict[str, Any]]:
    start = 0.0
    for token in re.findall(r"[\w'\u2019-]+|[^\w\s]", script.transcript):
        if not re.match(r"\w", token):
            yield {"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": token}]}
            continue
        yield {
            "type": "pronunciation",
            "alternatives": [{"confidence": str(script.confidence), "content": token}],
            "start_time": f"{start:.2f}",
            "end_time": f"{start + _SECONDS_A_WORD:.2f}",
        }
        start += _SECONDS_A_WORD
