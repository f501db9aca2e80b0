"""A transcription job: its states and its description."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aws_stand_in.overlays.timestamps import timestamp
from aws_stand_in.overlays.transcribe.media import Media
from aws_stand_in.scripts import TranscriptScript


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
        transcript_uris: Where its transcripts are, once it is complete, by the member that says so.
    """

    request: Mapping[str, Any]
    started_at: float
    ends_at: float
    failure_reason: str
    media: Media | None
    script: TranscriptScript
    transcript_uris: Mapping[str, str] = field(default_factory=dict)

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
            "IdentifyMultipleLanguages": self.request.get("IdentifyMultipleLanguages"),
            "ContentRedaction": self.request.get("ContentRedaction"),
        }
        if status == "COMPLETED":
            summary |= self._identified()
        if status != "IN_PROGRESS":
            summary["CompletionTime"] = timestamp(self.ends_at)
        if status == "FAILED":
            summary["FailureReason"] = self.failure_reason
        return {name: value for name, value in summary.items() if value is not None}

    def _identified(self) -> dict[str, Any]:
        """Return the languages that were identified."""
        if self.request.get("IdentifyLanguage"):
            return {"LanguageCode": self.script.language_code, "IdentifiedLanguageScore": 0.99}
        if self.request.get("IdentifyMultipleLanguages"):
            seconds = self.media.seconds if self.media else 0.0
            return {
                "LanguageCodes": [
                    {"LanguageCode": self.script.language_code, "DurationInSeconds": round(seconds, 2)}
                ],
                "IdentifiedLanguageScore": 0.99,
            }
        return {}

    def details(self, now: float) -> dict[str, Any]:
        """Describe the job as GetTranscriptionJob does."""
        kept = (
            "Media", "MediaFormat", "MediaSampleRateHertz", "Settings", "LanguageOptions", "Tags", "JobExecutionSettings",
        )  # fmt: skip
        details = self.summary(now) | {name: self.request[name] for name in kept if name in self.request}
        if self.status(now) == "COMPLETED" and self.media:
            details["Transcript"] = dict(self.transcript_uris)
            details.setdefault("MediaFormat", self.media.format)
            if self.media.sample_rate_hertz:
                details.setdefault("MediaSampleRateHertz", self.media.sample_rate_hertz)
        return details
