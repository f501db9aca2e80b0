"""The operations on ingestion jobs: start, get, list, stop."""

from collections.abc import Callable
from typing import Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.bedrock.data_source import DataSource
from aws_stand_in.overlays.bedrock.ingestion import (
    METADATA_SUFFIX,
    BedrockIngestionJob,
    DocumentReader,
    compare,
)
from aws_stand_in.overlays.bedrock.knowledge_base_store import KnowledgeBaseStore, new_id
from aws_stand_in.overlays.paging import page

_SORTED_BY = {"STARTED_AT": "startedAt", "STATUS": "status"}


class IngestionJobs:
    """Answers the operations on ingestion jobs, of which each data source runs one at a time.

    Args:
        store: Keeps the knowledge bases.
        clock: Epoch seconds.
        job_seconds: The shortest time that an ingestion job takes.
    """

    def __init__(self, store: KnowledgeBaseStore, clock: Callable[[], float], job_seconds: float) -> None:
        self._store = store
        self._clock = clock
        self._job_seconds = job_seconds
        self._reader = DocumentReader()

    def close(self) -> None:
        """End the thread that reads documents."""
        self._reader.close()

    def start(self, request: AwsRequest) -> dict[str, Any]:
        """Start reading what has changed in the bucket."""
        source, now = self._data_source(request), self._clock()
        if source.kind != "S3":
            raise AwsError(
                "ValidationException",
                f"Data source {source.id} of type {source.kind} has no ingestion jobs: ingest its documents directly.",
                status=400,
            )
        token = request.parameters.get("clientToken")
        if token in source.client_tokens:
            return self._describe_job(request, source.jobs[source.client_tokens[token]])
        if running := next((job for job in source.open_jobs if not job.is_over(now)), None):
            raise AwsError(
                "ConflictException",
                f"Ingestion job {running.id} of data source {source.id} is still running.",
                status=409,
            )
        job = self._new_job(request, source, now)
        source.add_job(job)
        if token:
            source.client_tokens[token] = job.id
        return self._describe_job(request, job)

    def get(self, request: AwsRequest) -> dict[str, Any]:
        """Describe an ingestion job as it is now."""
        return self._describe_job(request, self._job(request))

    def list(self, request: AwsRequest) -> dict[str, Any]:
        """List the ingestion jobs of a data source, a page at a time."""
        given, now = request.parameters, self._clock()
        wanted = [value for one in given.get("filters", []) for value in one["values"]]
        summaries = [
            {**_ids(request), **job.summary(now)}
            for job in self._data_source(request).jobs.values()
            if not wanted or job.status(now) in wanted
        ]
        order = given.get("sortBy", {"attribute": "STARTED_AT", "order": "DESCENDING"})
        name = _SORTED_BY[order["attribute"]]
        summaries.sort(key=lambda summary: summary[name], reverse=order["order"] == "DESCENDING")
        return page(summaries, given, "ingestionJobSummaries")

    def stop(self, request: AwsRequest) -> dict[str, Any]:
        """End a running job without a result."""
        job, now = self._job(request), self._clock()
        if job.is_over(now):
            raise AwsError("ConflictException", f"Ingestion job {job.id} is not running.", status=409)
        job.stop(now)
        return self._describe_job(request, job)

    def _data_source(self, request: AwsRequest) -> DataSource:
        return self._store.data_source(request, self._clock())

    def _job(self, request: AwsRequest) -> BedrockIngestionJob:
        job_id = request.parameters["ingestionJobId"]
        job = self._data_source(request).jobs.get(job_id)
        if job is None:
            raise AwsError(
                "ResourceNotFoundException", f"Ingestion job with id {job_id} is not found.", status=404
            )
        return job

    def _describe_job(self, request: AwsRequest, job: BedrockIngestionJob) -> dict[str, Any]:
        return {"ingestionJob": {**_ids(request), **job.details(self._clock())}}

    def _new_job(self, request: AwsRequest, source: DataSource, now: float) -> BedrockIngestionJob:
        job = BedrockIngestionJob(
            id=new_id(),
            description=request.parameters.get("description", ""),
            started_at=now,
            seconds=self._job_seconds,
        )
        objects = source.objects(request.account_id)
        if objects is None:
            job.failure = f"The bucket {source.bucket} does not exist or may not be read. (Service: S3, Status Code: 404)"
            return job
        job.changes = compare({key: held.etag for key, held in objects.items()}, source.indexed)
        contents = {
            name: objects[name].value
            for key in job.changes.to_read
            for name in (key, key + METADATA_SUFFIX)
            if name in objects
        }
        job.result = self._reader.read(job.changes, contents, source.chunking, source.bucket)
        return job


def _ids(request: AwsRequest) -> dict[str, str]:
    return {name: request.parameters[name] for name in ("knowledgeBaseId", "dataSourceId")}
