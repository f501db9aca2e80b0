"""`transcribe`: transcription jobs that end as scripted, with a transcript that can be fetched.

Imitated: jobs from IN_PROGRESS to COMPLETED or FAILED; media that is undecodable, too short or of another format than stated;
refusals at the start of media, output buckets and vocabularies that are not there and of settings that contradict each other;
duplicate and unknown names; transcripts in the caller's bucket (`OutputBucketName`, `OutputKey`) or in the service's, where
`TranscriptFileUri` is readable without credentials for 15 minutes; identification of languages; speakers and channels, by the
lines of the scripted transcript; redaction, in a file of its own; listing by status and name.

Not imitated: speech recognition itself. What a recording says is scripted by the SHA-256 of its content or by its key or job
name; a recording without a script has no speech, so its transcript is empty. Each segment has one alternative; personal data is
known by its form. In the caller's own bucket the transcript is there as soon as the job has started. Subtitles, toxicity, models
and vocabulary filters of a job are 501. Vocabularies and medical jobs are moto's.
"""

import hashlib
import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.overlays.paging import page
from aws_stand_in.overlays.transcribe.job import TranscriptionJob
from aws_stand_in.overlays.transcribe.media import Media, UndecodableMediaError, inspect_media
from aws_stand_in.overlays.transcribe.transcript import TranscriptFile
from aws_stand_in.overlays.transcribe.validation import bad_request, require_job
from aws_stand_in.scripts import Scripts, TranscriptScript

SERVICE = "transcribe"
TRANSCRIPT_LIFETIME_SECONDS = 15 * 60
_SERVICE_BUCKET_PATH = re.compile(r"/aws-transcribe-[a-z0-9-]+-prod/(?P<account_id>\d{12})/.+")
_LISTS_OF_MOTO = (
    "ListVocabularies",
    "ListMedicalVocabularies",
    "ListMedicalTranscriptionJobs",
)


class TranscribeOverlay(Overlay):
    """Answers transcription jobs.

    Args:
        scripts: What recordings say.
        clock: Epoch seconds.
        job_seconds: How long a job takes.
    """

    def __init__(
        self, scripts: Scripts[TranscriptScript], clock: Callable[[], float], job_seconds: float
    ) -> None:
        self._scripts = scripts
        self._clock = clock
        self._job_seconds = job_seconds
        self._jobs: dict[str, dict[str, dict[str, TranscriptionJob]]] = defaultdict(lambda: defaultdict(dict))
        self._transcripts: dict[str, dict[str, tuple[float, bytes]]] = defaultdict(dict)

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {
            (SERVICE, "StartTranscriptionJob"): self.start,
            (SERVICE, "GetTranscriptionJob"): self.get,
            (SERVICE, "ListTranscriptionJobs"): self.list,
            (SERVICE, "DeleteTranscriptionJob"): self.delete,
            **{(SERVICE, name): self.list_of_moto for name in _LISTS_OF_MOTO},
        }

    def reset(self, account_id: str) -> None:
        self._jobs.pop(account_id, None)
        self._transcripts.pop(account_id, None)

    def start(self, request: AwsRequest) -> dict[str, Any]:
        """Start a job; its end is settled now, from the media as it is now."""
        given = request.parameters
        require_job(request.account_id, request.region, given)
        jobs, name, now = self._of(request), given["TranscriptionJobName"], self._clock()
        if name in jobs:
            raise AwsError(
                "ConflictException",
                "The requested job name already exists. Use a different job name.",
                status=400,
            )
        content = _read_media(request.account_id, given["Media"].get("MediaFileUri", ""))
        _require_bucket(request.account_id, given.get("OutputBucketName"))
        script = self._script(request.account_id, given, content)
        media, failure = _validate_media(given, content, script)
        job = TranscriptionJob(given, now, now + self._job_seconds, failure, media, script)
        if media and not failure:
            job.transcript_uris = self._publish(request, job, media)
        jobs[name] = job
        return {"TranscriptionJob": job.details(now)}

    def get(self, request: AwsRequest) -> dict[str, Any]:
        """Describe a job as it is now."""
        return {"TranscriptionJob": self._job(request).details(self._clock())}

    def list(self, request: AwsRequest) -> dict[str, Any]:
        """List jobs, newest first, by status and part of their name."""
        given, now = request.parameters, self._clock()
        _require_token(given)
        summaries = (
            job.summary(now)
            for name, job in reversed(self._of(request).items())
            if given.get("JobNameContains", "").lower() in name.lower()
            and given.get("Status") in (None, job.status(now))
        )
        result = page(summaries, given, "TranscriptionJobSummaries", size="MaxResults", token="NextToken")
        return {**result, "Status": given["Status"]} if "Status" in given else result

    def list_of_moto(self, request: AwsRequest) -> AwsResponse:
        """Let moto list what it keeps, by a token that can be one of its own."""
        _require_token(request.parameters)
        return request.pass_on()

    def delete(self, request: AwsRequest) -> dict[str, Any]:
        """Remove a job."""
        self._job(request)
        del self._of(request)[request.parameters["TranscriptionJobName"]]
        return {}

    def service_bucket_object(self, path: str, account_id: str) -> AwsResponse | None:
        """Return a transcript in the service's own bucket; None for a path outside it.

        Raises:
            AwsError: There is no such transcript yet, or it has expired.
        """
        if not _SERVICE_BUCKET_PATH.fullmatch(path):
            return None
        ready_at, content = self._transcripts[account_id].get(path, (0.0, b""))
        if not content or self._clock() < ready_at:
            raise AwsError("NoSuchKey", "The specified key does not exist.", status=404)
        if self._clock() > ready_at + TRANSCRIPT_LIFETIME_SECONDS:
            raise AwsError("AccessDenied", "Request has expired", status=403)
        return AwsResponse(200, {"Content-Type": "application/json"}, content)

    def _of(self, request: AwsRequest) -> dict[str, TranscriptionJob]:
        return self._jobs[request.account_id][request.region]

    def _job(self, request: AwsRequest) -> TranscriptionJob:
        job = self._of(request).get(request.parameters["TranscriptionJobName"])
        if job is None:
            raise bad_request(
                "The requested job couldn't be found. Check the job name and try your request again."
            )
        return job

    def _script(self, account_id: str, given: Mapping[str, Any], content: bytes) -> TranscriptScript:
        digest = hashlib.sha256(content).hexdigest()
        key = urlsplit(given["Media"].get("MediaFileUri", "")).path.lstrip("/")
        for script in self._scripts.of(account_id):
            named = script.media and any(
                fnmatchcase(name, script.media) for name in (key, given["TranscriptionJobName"])
            )
            if named or script.sha256 == digest:
                return script
        return TranscriptScript(sha256=digest)

    def _publish(self, request: AwsRequest, job: TranscriptionJob, media: Media) -> dict[str, str]:
        """Write the transcripts of a job, and return where they are."""
        redaction = request.parameters.get("ContentRedaction")
        whole = TranscriptFile(job.request, request.account_id, job.script, media.channels, media.seconds)
        uris = {}
        if redaction:
            file = replace(whole, is_redacted=True)
            uris["RedactedTranscriptFileUri"] = self._write(request, job, "redacted-", file)
        if not redaction or redaction["RedactionOutput"] == "redacted_and_unredacted":
            uris["TranscriptFileUri"] = self._write(request, job, "", whole)
        return uris

    def _write(self, request: AwsRequest, job: TranscriptionJob, prefix: str, file: TranscriptFile) -> str:
        content = file.content()
        if bucket := request.parameters.get("OutputBucketName"):
            key = _output_key(request.parameters.get("OutputKey", ""), job.name, prefix)
            _write_output(request.account_id, bucket, key, content)
            return f"{request.endpoint}/{bucket}/{key}"
        folder = f"aws-transcribe-{request.region}-prod/{request.account_id}/{job.name}/{uuid.uuid4()}"
        path = f"/{folder}/{prefix}asrOutput.json"
        self._transcripts[request.account_id][path] = (job.ends_at, content)
        return f"{request.endpoint}{path}?X-Amz-Expires={TRANSCRIPT_LIFETIME_SECONDS}"


def _output_key(given: str, job_name: str, prefix: str) -> str:
    folder, _, name = given.rpartition("/")
    return f"{folder}/{prefix}{name or f'{job_name}.json'}".lstrip("/")


def _require_token(given: Mapping[str, Any]) -> None:
    token = given.get("NextToken") or "0"
    if not (token.isascii() and token.isdigit()):
        raise bad_request(
            "The NextToken that you specified isn't valid. Check the token and try your request again."
        )


def account_of_service_bucket(path: str) -> str | None:
    """Return the account that a path in the service's own bucket belongs to; None for any other path."""
    match = _SERVICE_BUCKET_PATH.fullmatch(path)
    return match["account_id"] if match else None


def _read_media(account_id: str, uri: str) -> bytes:
    """Return the recording at a URI.

    Raises:
        AwsError: There is none.
    """
    from moto.s3.models import FakeKey, s3_backends

    parts = urlsplit(uri)
    if parts.scheme == "s3":
        bucket, key = parts.netloc, parts.path.lstrip("/")
    elif parts.scheme in ("http", "https"):
        host_bucket = re.match(r"(.+)\.s3[.-]", parts.netloc)
        path = parts.path.lstrip("/")
        bucket, _, key = (host_bucket[1], "", path) if host_bucket else path.partition("/")
    else:
        raise bad_request(f"The URI {uri!r} is not a valid S3 URI.")
    held = s3_backends[account_id]["aws"].buckets.get(bucket)
    found = held.keys.get(key) if held else None
    if not isinstance(found, FakeKey):
        raise bad_request(
            "The S3 URI that you provided can't be accessed. Make sure that you have read permission and try your "
            "request again."
        )
    content: bytes = found.value
    return content


def _validate_media(
    given: Mapping[str, Any], content: bytes, script: TranscriptScript
) -> tuple[Media | None, str]:
    """Return the media, None if it can't be decoded, and the failure reason; empty if the job succeeds."""
    try:
        media = inspect_media(content)
    except UndecodableMediaError as error:
        return None, str(error)
    stated = given.get("MediaFormat", media.format)
    if {"m4a": "mp4"}.get(stated, stated) != media.format:
        return media, (
            "The media format that you specified doesn't match the detected media format. Check the media "
            "format and try your request again."
        )
    return media, script.failure_reason


def _require_bucket(account_id: str, bucket: str | None) -> None:
    from moto.s3.models import s3_backends

    if bucket is not None and bucket not in s3_backends[account_id]["aws"].buckets:
        raise bad_request(
            "The S3 bucket that you specified for OutputBucketName can't be accessed. Make sure that it exists and "
            "try your request again."
        )


def _write_output(account_id: str, bucket: str, key: str, content: bytes) -> None:
    from moto.s3.models import s3_backends

    s3_backends[account_id]["aws"].put_object(bucket, key, content)
