"""`transcribe`: transcription jobs that end as scripted, with a transcript that can be fetched.

Imitated: jobs from IN_PROGRESS to COMPLETED or FAILED; media that is missing, undecodable, too short or of
another format than stated; duplicate and unknown names; transcripts in the caller's bucket (`OutputBucketName`)
or in the service's, where `TranscriptFileUri` is readable without credentials for 15 minutes; language
identification; listing by status and name.

Not imitated: speech recognition itself. What a recording says is scripted by the SHA-256 of its content or by its
key or job name; a recording without a script has no speech, so its transcript is empty. Speaker labels, channels,
alternatives, redaction and subtitles are accepted but do not appear in the transcript. In the caller's own bucket
the transcript is there as soon as the job has started. Vocabularies and medical jobs are moto's.
"""

import hashlib
import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.overlays.paging import page
from aws_stand_in.overlays.transcribe.job import TranscriptionJob
from aws_stand_in.overlays.transcribe.media import Media, UndecodableMediaError, inspect_media
from aws_stand_in.scripts import Scripts, TranscriptScript

SERVICE = "transcribe"
TRANSCRIPT_LIFETIME_SECONDS = 15 * 60
_SERVICE_BUCKET_PATH = re.compile(r"/aws-transcribe-[a-z0-9-]+-prod/(?P<account_id>\d{12})/.+")


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
        }

    def reset(self, account_id: str) -> None:
        self._jobs.pop(account_id, None)
        self._transcripts.pop(account_id, None)

    def start(self, request: AwsRequest) -> dict[str, Any]:
        """Start a job; its end is settled now, from the media as it is now."""
        given = request.parameters
        _check_languages(given)
        jobs, name, now = self._of(request), given["TranscriptionJobName"], self._clock()
        if name in jobs:
            raise AwsError(
                "ConflictException",
                "The requested job name already exists. Use a different job name.",
                status=400,
            )
        content = _read_media(request.account_id, given["Media"].get("MediaFileUri", ""))
        script = self._script(request.account_id, given, content)
        media, failure = _judge(given, content, script)
        job = TranscriptionJob(given, now, now + self._job_seconds, failure, media, script)
        if media and not failure:
            job.transcript_uri = self._publish(request, job)
        jobs[name] = job
        return {"TranscriptionJob": job.details(now)}

    def get(self, request: AwsRequest) -> dict[str, Any]:
        """Describe a job as it is now."""
        return {"TranscriptionJob": self._job(request).details(self._clock())}

    def list(self, request: AwsRequest) -> dict[str, Any]:
        """List jobs, newest first, by status and part of their name."""
        given, now = request.parameters, self._clock()
        summaries = (
            job.summary(now)
            for name, job in reversed(self._of(request).items())
            if given.get("JobNameContains", "").lower() in name.lower()
            and given.get("Status") in (None, job.status(now))
        )
        result = page(summaries, given, "TranscriptionJobSummaries", size="MaxResults", token="NextToken")
        return {**result, "Status": given["Status"]} if "Status" in given else result

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
            raise AwsError(
                "BadRequestException",
                "The requested job couldn't be found. Check the job name and try your request again.",
                status=400,
            )
        return job

    def _script(self, account_id: str, given: Mapping[str, Any], content: bytes | None) -> TranscriptScript:
        digest = hashlib.sha256(content or b"").hexdigest()
        key = urlsplit(given["Media"].get("MediaFileUri", "")).path.lstrip("/")
        for script in self._scripts.of(account_id):
            named = script.media and any(
                fnmatchcase(name, script.media) for name in (key, given["TranscriptionJobName"])
            )
            if named or script.sha256 == digest:
                return script
        return TranscriptScript(sha256=digest)

    def _publish(self, request: AwsRequest, job: TranscriptionJob) -> str:
        given, name = request.parameters, job.name
        content = job.transcript(request.account_id)
        if bucket := given.get("OutputBucketName"):
            key = given.get("OutputKey", "")
            key = f"{key}{name}.json" if not key or key.endswith("/") else key
            _write_output(request.account_id, bucket, key, content)
            return f"{request.endpoint}/{bucket}/{key}"
        path = (
            f"/aws-transcribe-{request.region}-prod/{request.account_id}/{name}/{uuid.uuid4()}/asrOutput.json"
        )
        self._transcripts[request.account_id][path] = (job.ends_at, content)
        return f"{request.endpoint}{path}?X-Amz-Expires={TRANSCRIPT_LIFETIME_SECONDS}"


def account_of_service_bucket(path: str) -> str | None:
    """Return the account that a path in the service's own bucket belongs to; None for any other path."""
    match = _SERVICE_BUCKET_PATH.fullmatch(path)
    return match["account_id"] if match else None


def _check_languages(given: Mapping[str, Any]) -> None:
    ways = [
        name for name in ("LanguageCode", "IdentifyLanguage", "IdentifyMultipleLanguages") if given.get(name)
    ]
    if len(ways) != 1:
        raise AwsError(
            "BadRequestException",
            "Your request must include exactly one of LanguageCode, IdentifyLanguage and "
            "IdentifyMultipleLanguages.",
            status=400,
        )


def _read_media(account_id: str, uri: str) -> bytes | None:
    from moto.s3.models import FakeKey, s3_backends

    parts = urlsplit(uri)
    if parts.scheme == "s3":
        bucket, key = parts.netloc, parts.path.lstrip("/")
    elif parts.scheme in ("http", "https"):
        host_bucket = re.match(r"(.+)\.s3[.-]", parts.netloc)
        path = parts.path.lstrip("/")
        bucket, _, key = (host_bucket[1], "", path) if host_bucket else path.partition("/")
    else:
        raise AwsError("BadRequestException", f"The URI {uri!r} is no valid S3 URI.", status=400)
    held = s3_backends[account_id]["aws"].buckets.get(bucket)
    found = held.keys.get(key) if held else None
    return found.value if isinstance(found, FakeKey) else None


def _judge(
    given: Mapping[str, Any], content: bytes | None, script: TranscriptScript
) -> tuple[Media | None, str]:
    if content is None:
        return None, (
            "The S3 object that you specified can't be accessed. Make sure that it exists, that you have read "
            "permission and try your request again."
        )
    try:
        media = inspect_media(content)
    except UndecodableMediaError as error:
        return None, str(error)
    said = {"m4a": "mp4"}.get(given.get("MediaFormat", media.format), given.get("MediaFormat", media.format))
    if said != media.format:
        return media, (
            "The media format that you specified doesn't match the detected media format. Check the media "
            "format and try your request again."
        )
    return media, script.failure_reason


def _write_output(account_id: str, bucket: str, key: str, content: bytes) -> None:
    from moto.s3.models import s3_backends

    backend = s3_backends[account_id]["aws"]
    if bucket not in backend.buckets:
        raise AwsError(
            "BadRequestException",
            f"The specified S3 bucket {bucket} can't be accessed. Make sure that it exists and try again.",
            status=400,
        )
    backend.put_object(bucket, key, content)
