"""The transcript file of a job.

Amazon Transcribe Developer Guide, "Example transcription output". Each line of a scripted transcript is a turn: of the next
speaker if speakers are told apart, in the next channel if channels are.
"""

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws_stand_in.overlays.transcribe.redaction import PLACEHOLDER, redacted
from aws_stand_in.scripts import TranscriptScript

SECONDS_A_WORD = 0.4
_TOKEN = re.compile(rf"{re.escape(PLACEHOLDER)}|[\w'\u2019-]+|[^\w\s]")
_END_OF_SENTENCE = ".!?"


@dataclass(frozen=True, slots=True)
class TranscriptFile:
    """What a recording says, as a job shows it.

    Attributes:
        job: The parameters of StartTranscriptionJob.
        account_id: Whose job.
        script: What the recording says.
        channels: How many channels it has.
        seconds: How long it is.
        is_redacted: Whether personal data is left out.
    """

    job: Mapping[str, Any]
    account_id: str
    script: TranscriptScript
    channels: int
    seconds: float
    is_redacted: bool = False

    def content(self) -> bytes:
        """Return the file."""
        described = {
            "jobName": self.job["TranscriptionJobName"],
            "accountId": self.account_id,
            **({"isRedacted": True} if self.is_redacted else {}),
            "status": "COMPLETED",
            "results": self._results(),
        }
        return json.dumps(described).encode()

    def _results(self) -> dict[str, Any]:
        turns = self._turns()
        items = [item for turn in turns for item in turn]
        results: dict[str, Any] = {"transcripts": [{"transcript": " ".join(self._lines())}]}
        if self._is_set("ShowSpeakerLabels"):
            results["speaker_labels"] = _speaker_labels(turns)
        if self._is_set("ChannelIdentification"):
            results["channel_labels"] = _channel_labels(items, self.channels)
        if self.job.get("IdentifyLanguage"):
            results["language_identification"] = [{"code": self.script.language_code, "score": "0.99"}]
        if self.job.get("IdentifyMultipleLanguages"):
            results["language_codes"] = [
                {"language_code": self.script.language_code, "duration_in_seconds": self.seconds}
            ]
        if self._is_set("ShowAlternatives"):
            results["segments"] = [_alternative(turn) for turn in turns]
        return {**results, "items": items, "audio_segments": _audio_segments(turns)}

    def _is_set(self, name: str) -> bool:
        return bool((self.job.get("Settings") or {}).get(name))

    def _lines(self) -> list[str]:
        lines = [line.strip() for line in self.script.transcript.splitlines()] or [""]
        kinds = (self.job.get("ContentRedaction") or {}).get("PiiEntityTypes") or ()
        return [redacted(line, kinds) for line in lines] if self.is_redacted else lines

    def _turns(self) -> list[list[dict[str, Any]]]:
        """Return the items of each turn."""
        number, start = 0, 0.0
        turns = []
        for turn, line in enumerate(self._lines()):
            items = []
            for token in _TOKEN.findall(line):
                items.append({"id": number, **self._item(token, start), **self._labels(turn)})
                number += 1
                start += SECONDS_A_WORD if "start_time" in items[-1] else 0.0
            turns.append(items)
        return turns

    def _item(self, token: str, start: float) -> dict[str, Any]:
        if not re.search(r"\w", token):
            return {"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": token}]}
        return {
            "type": "pronunciation",
            "alternatives": [{"confidence": str(self.script.confidence), "content": token}],
            "start_time": f"{start:.2f}",
            "end_time": f"{start + SECONDS_A_WORD:.2f}",
        }

    def _labels(self, turn: int) -> dict[str, str]:
        settings = self.job.get("Settings") or {}
        if settings.get("ShowSpeakerLabels"):
            return {"speaker_label": f"spk_{turn % settings['MaxSpeakerLabels']}"}
        if settings.get("ChannelIdentification"):
            return {"channel_label": f"ch_{turn % self.channels}"}
        return {}


def _spoken(turn: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [item for item in turn if item["type"] == "pronunciation"]


def _span(turn: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    spoken = _spoken(turn)
    return {"start_time": spoken[0]["start_time"], "end_time": spoken[-1]["end_time"]}


def _speaker_labels(turns: Sequence[Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    segments = [
        {
            **_span(turn),
            "speaker_label": turn[0]["speaker_label"],
            "items": [
                {name: item[name] for name in ("speaker_label", "start_time", "end_time")}
                for item in _spoken(turn)
            ],
        }
        for turn in turns
        if _spoken(turn)
    ]
    speakers = {segment["speaker_label"] for segment in segments}
    return {"segments": segments, "channel_label": "ch_0", "speakers": len(speakers)}


def _channel_labels(items: Sequence[Mapping[str, Any]], channels: int) -> dict[str, Any]:
    by_channel: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for item in items:
        by_channel[item["channel_label"]].append(item)
    labels = [f"ch_{number}" for number in range(channels)]
    described = [{"channel_label": label, "items": by_channel[label]} for label in labels]
    return {"channels": described, "number_of_channels": channels}


def _text(turn: Sequence[Mapping[str, Any]]) -> str:
    words = ""
    for item in turn:
        content = item["alternatives"][0]["content"]
        words += f" {content}" if words and item["type"] == "pronunciation" else content
    return words


def _alternative(turn: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    items = [
        {
            "type": item["type"],
            "content": item["alternatives"][0]["content"],
            **{name: item[name] for name in ("start_time", "end_time") if name in item},
        }
        for item in turn
    ]
    span = _span(turn) if _spoken(turn) else {}
    return {**span, "alternatives": [{"transcript": _text(turn), "items": items}]}


def _audio_segments(turns: Sequence[Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    segments: list[dict[str, Any]] = []
    for turn in turns:
        for sentence in _sentences(turn):
            segments.append(
                {
                    "id": len(segments),
                    "transcript": _text(sentence),
                    **_span(sentence),
                    "items": [item["id"] for item in sentence],
                }
            )
    return segments


def _sentences(turn: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    sentences: list[list[Mapping[str, Any]]] = [[]]
    for item in turn:
        sentences[-1].append(item)
        if item["alternatives"][0]["content"] in _END_OF_SENTENCE:
            sentences.append([])
    return [sentence for sentence in sentences if _spoken(sentence)]
