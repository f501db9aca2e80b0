"""Transcription jobs: life cycle, media, scripts, transcripts."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from behaviours import Case
from behaviours.comparing import require
from behaviours.transcribe_cases import CASES, STATUSES, job

from aws_stand_in import MockAwsServer
from aws_stand_in.overlays.transcribe.media import UndecodableMediaError, inspect_media
from aws_stand_in.scripts import TranscriptScript


class Transcriber:
    """A bucket of recordings, and jobs on them. The clock is advanced past the end of each job."""

    def __init__(self, aws: Any, clock: Any) -> None:
        self.client = aws.client("transcribe")
        self.s3 = aws.client("s3")
        self.s3.create_bucket(Bucket="audio", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        self.clock = clock
        self.jobs = 0

    def store(self, key: str, content: bytes) -> str:
        self.s3.put_object(Bucket="audio", Key=key, Body=content)
        return f"s3://audio/{key}"

    def start(self, uri: str, **more: Any) -> dict[str, Any]:
        self.jobs += 1
        request = {"TranscriptionJobName": f"job-{self.jobs}", "LanguageCode": "en-US", **more}
        request = {name: value for name, value in request.items() if value is not None}
        return dict(
            self.client.start_transcription_job(Media={"MediaFileUri": uri}, **request)["TranscriptionJob"]
        )

    def run(self, uri: str, **more: Any) -> dict[str, Any]:
        name = self.start(uri, **more)["TranscriptionJobName"]
        self.clock.advance(1)
        return dict(self.client.get_transcription_job(TranscriptionJobName=name)["TranscriptionJob"])

    def transcript(self, job: dict[str, Any]) -> dict[str, Any]:
        return dict(requests.get(job["Transcript"]["TranscriptFileUri"], timeout=30).json())


@pytest.fixture
def transcriber(aws: Any, clock: Any) -> Transcriber:
    return Transcriber(aws, clock)


def test_job_is_in_progress_and_then_completed(transcriber: Transcriber, wav: Callable[..., bytes]) -> None:
    started = transcriber.start(transcriber.store("q.wav", wav()))
    assert started["TranscriptionJobStatus"] == "IN_PROGRESS"
    assert "Transcript" not in started
    transcriber.clock.advance(1)
    ended = transcriber.client.get_transcription_job(TranscriptionJobName="job-1")["TranscriptionJob"]
    assert ended["TranscriptionJobStatus"] == "COMPLETED"
    assert (ended["MediaFormat"], ended["MediaSampleRateHertz"]) == ("wav", 8000)
    assert ended["CompletionTime"] > ended["StartTime"]


def test_recording_says_what_is_scripted_for_its_content(
    transcriber: Transcriber, server: MockAwsServer, account_id: str, wav: Callable[..., bytes]
) -> None:
    script = TranscriptScript(
        "How do I descale it?", sha256=hashlib.sha256(wav(tone=1)).hexdigest(), confidence=0.5
    )
    server.stand_in.transcripts.add([script], account_id)
    said, silent = (
        transcriber.transcript(transcriber.run(transcriber.store(f"{tone}.wav", wav(tone=tone))))
        for tone in (1, 2)
    )
    assert said["results"]["transcripts"] == [{"transcript": "How do I descale it?"}]
    assert silent["results"]["transcripts"] == [{"transcript": ""}]
    assert (said["accountId"], said["status"]) == (account_id, "COMPLETED")
    items = said["results"]["items"]
    assert [item["alternatives"][0]["content"] for item in items] == ["How", "do", "I", "descale", "it", "?"]
    assert [item["type"] for item in items[-2:]] == ["pronunciation", "punctuation"]
    assert items[0]["alternatives"][0]["confidence"] == "0.5"


def test_script_may_name_key_or_job(
    transcriber: Transcriber, server: MockAwsServer, account_id: str, wav: Callable[..., bytes]
) -> None:
    server.stand_in.transcripts.add(
        [TranscriptScript("by key", media="*question*"), TranscriptScript("by job", media="special*")],
        account_id,
    )
    by_key = transcriber.run(transcriber.store("my/question.wav", wav()))
    by_job = transcriber.run(transcriber.store("other.wav", wav()), TranscriptionJobName="special-1")
    texts = [
        transcriber.transcript(job)["results"]["transcripts"][0]["transcript"] for job in (by_key, by_job)
    ]
    assert texts == ["by key", "by job"]


def test_scripted_failure_fails_the_job(
    transcriber: Transcriber, server: MockAwsServer, account_id: str, wav: Callable[..., bytes]
) -> None:
    server.stand_in.transcripts.add(
        [TranscriptScript(media="*bad*", failure_reason="Internal error.")], account_id
    )
    failed = transcriber.run(transcriber.store("bad.wav", wav()))
    assert (failed["TranscriptionJobStatus"], failed["FailureReason"]) == ("FAILED", "Internal error.")
    assert transcriber.run(transcriber.store("good.wav", wav()))["TranscriptionJobStatus"] == "COMPLETED"


@pytest.mark.parametrize(
    ("content", "more", "reason"),
    [
        (b"this is no recording", {}, "could not be detected"),
        (b"", {}, "could not be detected"),
        (b"RIFF\x00\x00\x00\x00WAVEjunk", {}, "damaged"),
        (b"fLaC" + bytes(20_000), {"MediaFormat": "wav"}, "doesn't match the detected media format"),
    ],
)
def test_job_fails_with_its_reason(
    transcriber: Transcriber, content: bytes, more: dict[str, Any], reason: str
) -> None:
    job = transcriber.run(transcriber.store("q.wav", content), **more)
    assert job["TranscriptionJobStatus"] == "FAILED"
    assert reason in job["FailureReason"]
    assert "Transcript" not in job


def test_recording_of_less_than_half_a_second_is_too_short(wav: Callable[..., bytes]) -> None:
    assert inspect_media(wav(seconds=0.5)).seconds == 0.5
    with pytest.raises(UndecodableMediaError, match="length is too small"):
        inspect_media(wav(seconds=0.4))


@pytest.mark.parametrize(
    ("content", "media_format"),
    [
        (b"ID3\x04" + bytes(9000), "mp3"),
        (b"\xff\xfb\x90" + bytes(9000), "mp3"),
        (b"\x00\x00\x00\x18ftypM4A " + bytes(9000), "mp4"),
        (b"OggS" + bytes(9000), "ogg"),
        (b"\x1a\x45\xdf\xa3" + bytes(9000), "webm"),
        (b"fLaC" + bytes(9000), "flac"),
    ],
)
def test_formats_are_detected_by_their_first_bytes(content: bytes, media_format: str) -> None:
    assert inspect_media(content).format == media_format


def test_m4a_is_an_mp4(transcriber: Transcriber) -> None:
    uri = transcriber.store("q.m4a", b"\x00\x00\x00\x18ftypM4A " + bytes(9000))
    assert transcriber.run(uri, MediaFormat="m4a")["TranscriptionJobStatus"] == "COMPLETED"


def test_media_may_be_named_by_url(transcriber: Transcriber, wav: Callable[..., bytes]) -> None:
    transcriber.store("q.wav", wav())
    for uri in (
        "https://s3.eu-west-1.amazonaws.com/audio/q.wav",
        "https://audio.s3.eu-west-1.amazonaws.com/q.wav",
    ):
        assert transcriber.run(uri)["TranscriptionJobStatus"] == "COMPLETED"


def test_transcript_goes_to_the_callers_bucket_if_it_names_one(
    transcriber: Transcriber, wav: Callable[..., bytes]
) -> None:
    uri = transcriber.store("q.wav", wav())
    job = transcriber.run(uri, OutputBucketName="audio", OutputKey="out/t.json")
    assert job["Transcript"]["TranscriptFileUri"].endswith("/audio/out/t.json")
    assert b"transcripts" in transcriber.s3.get_object(Bucket="audio", Key="out/t.json")["Body"].read()
    named = transcriber.run(uri, OutputBucketName="audio", OutputKey="folder/")
    key = f"folder/{named['TranscriptionJobName']}.json"
    assert transcriber.s3.head_object(Bucket="audio", Key=key)
    assert named["Transcript"]["TranscriptFileUri"].endswith(f"/audio/{key}")
    with pytest.raises(
        transcriber.client.exceptions.BadRequestException, match="OutputBucketName can't be accessed"
    ):
        transcriber.start(uri, OutputBucketName="nowhere")


def test_transcript_is_there_only_after_the_job_and_for_15_minutes(
    transcriber: Transcriber, wav: Callable[..., bytes]
) -> None:
    uri = transcriber.run(transcriber.store("q.wav", wav()))["Transcript"]["TranscriptFileUri"]
    assert requests.get(uri, timeout=30).status_code == 200
    unknown = requests.get(uri.replace("asrOutput", "other"), timeout=30)
    assert (unknown.status_code, "NoSuchKey" in unknown.text) == (404, True)
    transcriber.clock.advance(15 * 60 + 1)
    expired = requests.get(uri, timeout=30)
    assert (expired.status_code, "Request has expired" in expired.text) == (403, True)


def test_language_is_identified_if_the_job_asks_for_it(
    transcriber: Transcriber, server: MockAwsServer, account_id: str, wav: Callable[..., bytes]
) -> None:
    server.stand_in.transcripts.add([TranscriptScript("Hallo", media="*", language_code="de-DE")], account_id)
    job = transcriber.run(transcriber.store("q.wav", wav()), LanguageCode=None, IdentifyLanguage=True)
    assert (job["LanguageCode"], job["IdentifiedLanguageScore"]) == ("de-DE", 0.99)


def test_wrong_requests_are_refused(transcriber: Transcriber, wav: Callable[..., bytes]) -> None:
    errors = transcriber.client.exceptions
    uri = transcriber.store("q.wav", wav())
    assert transcriber.start(uri, TranscriptionJobName="taken")["TranscriptionJobStatus"] == "IN_PROGRESS"
    with pytest.raises(errors.ConflictException, match="already exists"):
        transcriber.start(uri, TranscriptionJobName="taken")
    with pytest.raises(errors.BadRequestException, match="exactly one of LanguageCode"):
        transcriber.start(uri, IdentifyLanguage=True)
    with pytest.raises(
        errors.BadRequestException, match=r"'media\.mediaFileUri' failed to satisfy constraint"
    ):
        transcriber.start("file:///q.wav")
    for call in (transcriber.client.get_transcription_job, transcriber.client.delete_transcription_job):
        with pytest.raises(errors.BadRequestException, match="couldn't be found"):
            call(TranscriptionJobName="unknown")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_job_is_refused_at_its_start(
    aws: Any, transcriber: Transcriber, wav: Callable[..., bytes], case: Case
) -> None:
    transcriber.store("q.wav", wav())
    transcriber.client.create_vocabulary(VocabularyName="words", LanguageCode="en-US", Phrases=["descale"])
    careless = aws.client("transcribe", parameter_validation=False)
    require(case, careless, {}, statuses=STATUSES)
    assert transcriber.client.list_transcription_jobs()["TranscriptionJobSummaries"] == []
    taken = careless.start_transcription_job(**job())["TranscriptionJob"]
    assert (taken["TranscriptionJobName"], taken["TranscriptionJobStatus"]) == ("job", "IN_PROGRESS")


DIALOGUE = "My number is 555-12-3456.\nThank you. Is ada@example.com right?"


def scripted(
    transcriber: Transcriber, server: MockAwsServer, account_id: str, wav: Callable[..., bytes]
) -> str:
    """Store a recording of a dialogue, and return its URI."""
    server.stand_in.transcripts.add([TranscriptScript(DIALOGUE, media="*")], account_id)
    return transcriber.store("q.wav", wav())


def test_items_have_times_confidence_and_segments(
    transcriber: Transcriber, server: MockAwsServer, account_id: str, wav: Callable[..., bytes]
) -> None:
    results = transcriber.transcript(transcriber.run(scripted(transcriber, server, account_id, wav)))[
        "results"
    ]
    assert results["transcripts"] == [{"transcript": DIALOGUE.replace("\n", " ")}]
    assert [item["id"] for item in results["items"]] == list(range(len(results["items"])))
    spoken = [item for item in results["items"] if item["type"] == "pronunciation"]
    assert [(item["start_time"], item["end_time"]) for item in spoken[:2]] == [
        ("0.00", "0.40"),
        ("0.40", "0.80"),
    ]
    assert {item["alternatives"][0]["confidence"] for item in spoken} == {"0.99"}
    segments = results["audio_segments"]
    assert [one["transcript"] for one in segments][:2] == ["My number is 555-12-3456.", "Thank you."]
    assert [one["id"] for one in segments] == list(range(len(segments)))


def test_what_has_a_letter_is_spoken(
    transcriber: Transcriber, server: MockAwsServer, account_id: str, wav: Callable[..., bytes]
) -> None:
    server.stand_in.transcripts.add([TranscriptScript("'Tis -5 \u2013 [he] said!", media="*")], account_id)
    items = transcriber.transcript(transcriber.run(transcriber.store("q.wav", wav())))["results"]["items"]
    kinds = [(item["alternatives"][0]["content"], item["type"] == "pronunciation") for item in items]
    assert kinds == [
        ("'Tis", True),
        ("-5", True),
        ("\u2013", False),
        ("[", False),
        ("he", True),
        ("]", False),
        ("said", True),
        ("!", False),
    ]


def test_speakers_are_told_apart(
    transcriber: Transcriber, server: MockAwsServer, account_id: str, wav: Callable[..., bytes]
) -> None:
    uri = scripted(transcriber, server, account_id, wav)
    job = transcriber.run(uri, Settings={"ShowSpeakerLabels": True, "MaxSpeakerLabels": 2})
    results = transcriber.transcript(job)["results"]
    labels = results["speaker_labels"]
    assert labels["speakers"] == 2
    assert [one["speaker_label"] for one in labels["segments"]] == ["spk_0", "spk_1"]
    assert results["items"][0]["speaker_label"] == "spk_0"
    assert results["items"][-1]["speaker_label"] == "spk_1"
    assert job["Settings"]["MaxSpeakerLabels"] == 2


def test_channels_are_told_apart(
    transcriber: Transcriber, server: MockAwsServer, account_id: str, wav: Callable[..., bytes]
) -> None:
    server.stand_in.transcripts.add([TranscriptScript(DIALOGUE, media="*")], account_id)
    uri = transcriber.store("q.wav", wav(channels=2))
    job = transcriber.run(uri, Settings={"ChannelIdentification": True})
    labels = transcriber.transcript(job)["results"]["channel_labels"]
    assert labels["number_of_channels"] == 2
    words = {
        one["channel_label"]: [item["alternatives"][0]["content"] for item in one["items"]][:2]
        for one in labels["channels"]
    }
    assert words == {"ch_0": ["My", "number"], "ch_1": ["Thank", "you"]}


def test_alternatives_are_in_segments(
    transcriber: Transcriber, server: MockAwsServer, account_id: str, wav: Callable[..., bytes]
) -> None:
    uri = scripted(transcriber, server, account_id, wav)
    plain = transcriber.transcript(transcriber.run(uri))["results"]
    job = transcriber.run(uri, Settings={"ShowAlternatives": True, "MaxAlternatives": 2})
    segments = transcriber.transcript(job)["results"]["segments"]
    assert "segments" not in plain
    assert segments[0]["alternatives"][0]["transcript"] == "My number is 555-12-3456."


def test_redaction_has_a_file_of_its_own(
    transcriber: Transcriber, server: MockAwsServer, account_id: str, wav: Callable[..., bytes]
) -> None:
    uri = scripted(transcriber, server, account_id, wav)
    both = {"RedactionType": "PII", "RedactionOutput": "redacted_and_unredacted"}
    job = transcriber.run(uri, ContentRedaction=both, OutputBucketName="audio", OutputKey="out/")
    keys = ("out/redacted-job-1.json", "out/job-1.json")
    assert [
        job["Transcript"][name].rpartition("/audio/")[2]
        for name in ("RedactedTranscriptFileUri", "TranscriptFileUri")
    ] == list(keys)
    redacted, whole = (
        json.loads(transcriber.s3.get_object(Bucket="audio", Key=key)["Body"].read()) for key in keys
    )
    assert redacted["isRedacted"] is True
    assert (
        redacted["results"]["transcripts"][0]["transcript"]
        == "My number is [PII]. Thank you. Is [PII] right?"
    )
    assert whole["results"]["transcripts"][0]["transcript"] == DIALOGUE.replace("\n", " ")
    assert [item["alternatives"][0]["content"] for item in redacted["results"]["items"]].count("[PII]") == 2

    only = {"RedactionType": "PII", "RedactionOutput": "redacted", "PiiEntityTypes": ["EMAIL"]}
    job = transcriber.run(uri, ContentRedaction=only)
    assert job["Transcript"].keys() == {"RedactedTranscriptFileUri"}
    results = requests.get(job["Transcript"]["RedactedTranscriptFileUri"], timeout=30).json()["results"]
    assert results["transcripts"][0]["transcript"] == "My number is 555-12-3456. Thank you. Is [PII] right?"


def test_several_languages_are_identified(
    transcriber: Transcriber, server: MockAwsServer, account_id: str, wav: Callable[..., bytes]
) -> None:
    server.stand_in.transcripts.add([TranscriptScript("Hallo", media="*", language_code="de-DE")], account_id)
    job = transcriber.run(
        transcriber.store("q.wav", wav()), LanguageCode=None, IdentifyMultipleLanguages=True
    )
    assert job["LanguageCodes"] == [{"LanguageCode": "de-DE", "DurationInSeconds": 1.0}]
    results = transcriber.transcript(job)["results"]
    assert results["language_codes"] == [{"language_code": "de-DE", "duration_in_seconds": 1.0}]


def test_a_vocabulary_that_is_there_can_be_used(transcriber: Transcriber, wav: Callable[..., bytes]) -> None:
    transcriber.client.create_vocabulary(VocabularyName="words", LanguageCode="en-US", Phrases=["descale"])
    job = transcriber.run(transcriber.store("q.wav", wav()), Settings={"VocabularyName": "words"})
    assert (job["TranscriptionJobStatus"], job["Settings"]["VocabularyName"]) == ("COMPLETED", "words")


def test_jobs_are_listed_newest_first_by_status_and_name_in_pages(
    transcriber: Transcriber, wav: Callable[..., bytes]
) -> None:
    uri = transcriber.store("q.wav", wav())
    transcriber.run(uri)
    transcriber.run(transcriber.store("damaged.wav", b"damaged"))
    transcriber.run(uri)

    def names(**given: Any) -> list[str]:
        listed = transcriber.client.list_transcription_jobs(**given)
        return [summary["TranscriptionJobName"] for summary in listed["TranscriptionJobSummaries"]]

    assert names() == ["job-3", "job-2", "job-1"]
    assert names(Status="COMPLETED") == ["job-3", "job-1"]
    assert names(JobNameContains="B-2") == ["job-2"]
    first = transcriber.client.list_transcription_jobs(MaxResults=2)
    assert names(NextToken=first["NextToken"]) == ["job-1"]


def test_jobs_of_another_account_are_invisible(
    transcriber: Transcriber, aws: Any, wav: Callable[..., bytes]
) -> None:
    transcriber.run(transcriber.store("q.wav", wav()))
    other = aws.own_client("transcribe", account_id="999999999995")
    assert other.list_transcription_jobs()["TranscriptionJobSummaries"] == []
    with pytest.raises(other.exceptions.BadRequestException, match="couldn't be found"):
        other.get_transcription_job(TranscriptionJobName="job-1")
