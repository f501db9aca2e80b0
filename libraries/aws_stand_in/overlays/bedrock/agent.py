"""`bedrock-agent`: knowledge bases over S3, their data sources and ingestion jobs.

Imitated: create, get, list, update and delete knowledge bases and S3 data sources; ingestion jobs that read the
bucket for real, with their states, statistics, failure reasons and client tokens, one at a time a data source;
`<key>.metadata.json` files; fixed-size chunking and none.

Not imitated, answered 501: other data sources than S3, semantic and hierarchical chunking, parsing by models,
transformations, documents ingested directly. The storage and embedding model named at creation are not looked
at. Agents, and everything else of the service, are moto's.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.overlays.bedrock.documents import Chunking
from aws_stand_in.overlays.bedrock.ingestion import (
    METADATA_SUFFIX,
    BedrockIngestionJob,
    Reader,
    compare,
    timestamp,
)
from aws_stand_in.overlays.bedrock.knowledge_base_store import (
    BedrockKnowledgeBase,
    DataSource,
    KnowledgeBaseStore,
    new_id,
)
from aws_stand_in.overlays.paging import page

SERVICE = "bedrock-agent"
_SUMMARY_OF_KNOWLEDGE_BASE = ("knowledgeBaseId", "name", "description", "status", "updatedAt")
_SUMMARY_OF_DATA_SOURCE = ("knowledgeBaseId", "dataSourceId", "name", "status", "description", "updatedAt")


class BedrockAgentOverlay(Overlay):
    """Answers what concerns knowledge bases.

    Args:
        store: where knowledge bases are kept; retrieval searches the same store.
        clock: epoch seconds.
        job_seconds: the shortest time an ingestion job takes.
    """

    def __init__(self, store: KnowledgeBaseStore, clock: Callable[[], float], job_seconds: float) -> None:
        self._store = store
        self._clock = clock
        self._job_seconds = job_seconds
        self._reader = Reader()

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        operations: dict[str, Handler] = {
            "CreateKnowledgeBase": self.create_knowledge_base,
            "GetKnowledgeBase": self.get_knowledge_base,
            "ListKnowledgeBases": self.list_knowledge_bases,
            "UpdateKnowledgeBase": self.update_knowledge_base,
            "DeleteKnowledgeBase": self.delete_knowledge_base,
            "CreateDataSource": self.create_data_source,
            "GetDataSource": self.get_data_source,
            "ListDataSources": self.list_data_sources,
            "UpdateDataSource": self.update_data_source,
            "DeleteDataSource": self.delete_data_source,
            "StartIngestionJob": self.start_ingestion_job,
            "GetIngestionJob": self.get_ingestion_job,
            "ListIngestionJobs": self.list_ingestion_jobs,
            "StopIngestionJob": self.stop_ingestion_job,
        }
        return {(SERVICE, operation): handler for operation, handler in operations.items()}

    def reset(self, account_id: str) -> None:
        self._store.forget(account_id)

    def close(self) -> None:
        self._reader.close()

    def create_knowledge_base(self, request: AwsRequest) -> dict[str, Any]:
        """Make a knowledge base, ACTIVE at once."""
        given = request.parameters
        if given["knowledgeBaseConfiguration"]["type"] != "VECTOR":
            raise NotImitatedError(f"knowledge bases of type {given['knowledgeBaseConfiguration']['type']}")
        if any(one.description["name"] == given["name"] for one in self._all(request)):
            raise AwsError(
                "ConflictException", f"KnowledgeBase with name {given['name']} already exists.", status=409
            )
        knowledge_base_id, now = new_id(), timestamp(self._clock())
        description = {
            **_without(given, "clientToken", "tags"),
            "knowledgeBaseId": knowledge_base_id,
            "knowledgeBaseArn": f"arn:aws:bedrock:{request.region}:{request.account_id}:knowledge-base/"
            + knowledge_base_id,
            "status": "ACTIVE",
            "createdAt": now,
            "updatedAt": now,
        }
        self._store.add(request.account_id, request.region, BedrockKnowledgeBase(description))
        return {"knowledgeBase": description}

    def get_knowledge_base(self, request: AwsRequest) -> dict[str, Any]:
        """Describe a knowledge base."""
        return {"knowledgeBase": self._knowledge_base(request).description}

    def list_knowledge_bases(self, request: AwsRequest) -> dict[str, Any]:
        """List knowledge bases, a page at a time."""
        summaries = [_only(one.description, _SUMMARY_OF_KNOWLEDGE_BASE) for one in self._all(request)]
        return page(summaries, request.parameters, "knowledgeBaseSummaries")

    def update_knowledge_base(self, request: AwsRequest) -> dict[str, Any]:
        """Change name, description or role."""
        description = self._knowledge_base(request).description
        description.update(request.parameters, updatedAt=timestamp(self._clock()))
        return {"knowledgeBase": description}

    def delete_knowledge_base(self, request: AwsRequest) -> dict[str, Any]:
        """Remove a knowledge base with its data sources and index."""
        knowledge_base = self._knowledge_base(request)
        self._store.remove(request.account_id, request.region, knowledge_base)
        return {"knowledgeBaseId": knowledge_base.id, "status": "DELETING"}

    def create_data_source(self, request: AwsRequest) -> dict[str, Any]:
        """Make a data source, AVAILABLE at once."""
        given, knowledge_base = request.parameters, self._knowledge_base(request)
        if any(one.description["name"] == given["name"] for one in knowledge_base.data_sources.values()):
            raise AwsError(
                "ConflictException", f"DataSource with name {given['name']} already exists.", status=409
            )
        now = timestamp(self._clock())
        description = {
            "dataDeletionPolicy": "DELETE",
            **_without(given, "clientToken"),
            "dataSourceId": new_id(),
            "status": "AVAILABLE",
            "createdAt": now,
            "updatedAt": now,
        }
        source = _data_source(description)
        knowledge_base.data_sources[source.id] = source
        return {"dataSource": description}

    def get_data_source(self, request: AwsRequest) -> dict[str, Any]:
        """Describe a data source."""
        return {"dataSource": self._data_source(request).description}

    def list_data_sources(self, request: AwsRequest) -> dict[str, Any]:
        """List the data sources of a knowledge base, a page at a time."""
        sources = self._knowledge_base(request).data_sources.values()
        summaries = [_only(source.description, _SUMMARY_OF_DATA_SOURCE) for source in sources]
        return page(summaries, request.parameters, "dataSourceSummaries")

    def update_data_source(self, request: AwsRequest) -> dict[str, Any]:
        """Change a data source; what was ingested before stays as it was cut."""
        source = self._data_source(request)
        changed = {**source.description, **request.parameters, "updatedAt": timestamp(self._clock())}
        updated = _data_source(changed)
        source.description, source.bucket = changed, updated.bucket
        source.prefixes, source.chunking = updated.prefixes, updated.chunking
        source.deletes_with_source = updated.deletes_with_source
        return {"dataSource": changed}

    def delete_data_source(self, request: AwsRequest) -> dict[str, Any]:
        """Remove a data source, and its documents from the index if its deletion policy says so."""
        knowledge_base, source = self._knowledge_base(request), self._data_source(request)
        if source.deletes_with_source:
            knowledge_base.index.remove(source.id)
        del knowledge_base.data_sources[source.id]
        return {"knowledgeBaseId": knowledge_base.id, "dataSourceId": source.id, "status": "DELETING"}

    def start_ingestion_job(self, request: AwsRequest) -> dict[str, Any]:
        """Begin to read what has changed in the bucket."""
        knowledge_base, source = self._knowledge_base(request), self._data_source(request)
        token = request.parameters.get("clientToken")
        if token in source.client_tokens:
            return self._described(knowledge_base, source, source.jobs[source.client_tokens[token]])
        now = self._clock()
        if running := next((job for job in source.jobs.values() if not job.is_over(now)), None):
            raise AwsError(
                "ConflictException",
                f"Ingestion job {running.id} of data source {source.id} is still running.",
                status=409,
            )
        job = self._new_job(request, source, now)
        source.jobs[job.id] = job
        if token:
            source.client_tokens[token] = job.id
        return self._described(knowledge_base, source, job)

    def get_ingestion_job(self, request: AwsRequest) -> dict[str, Any]:
        """Describe an ingestion job as it is now."""
        return self._described(self._knowledge_base(request), self._data_source(request), self._job(request))

    def list_ingestion_jobs(self, request: AwsRequest) -> dict[str, Any]:
        """List the ingestion jobs of a data source, a page at a time."""
        given, now = request.parameters, self._clock()
        source = self._data_source(request)
        wanted = [value for one in given.get("filters", []) for value in one["values"]]
        summaries = [
            {"knowledgeBaseId": given["knowledgeBaseId"], "dataSourceId": source.id, **job.summary(now)}
            for job in source.jobs.values()
            if not wanted or job.status(now) in wanted
        ]
        order = given.get("sortBy", {"attribute": "STARTED_AT", "order": "DESCENDING"})
        name = {"STARTED_AT": "startedAt", "STATUS": "status"}[order["attribute"]]
        summaries.sort(key=lambda summary: summary[name], reverse=order["order"] == "DESCENDING")
        return page(summaries, given, "ingestionJobSummaries")

    def stop_ingestion_job(self, request: AwsRequest) -> dict[str, Any]:
        """End a running job without result."""
        job, now = self._job(request), self._clock()
        if job.is_over(now):
            raise AwsError("ConflictException", f"Ingestion job {job.id} is not running.", status=409)
        job.stop(now)
        return self._described(self._knowledge_base(request), self._data_source(request), job)

    def _all(self, request: AwsRequest) -> Sequence[BedrockKnowledgeBase]:
        return self._store.all(request.account_id, request.region)

    def _knowledge_base(self, request: AwsRequest) -> BedrockKnowledgeBase:
        knowledge_base = self._store.get(
            request.account_id, request.region, request.parameters["knowledgeBaseId"]
        )
        knowledge_base.take_in_finished_jobs(self._clock())
        return knowledge_base

    def _data_source(self, request: AwsRequest) -> DataSource:
        return self._knowledge_base(request).data_source(request.parameters["dataSourceId"])

    def _job(self, request: AwsRequest) -> BedrockIngestionJob:
        job_id = request.parameters["ingestionJobId"]
        job = self._data_source(request).jobs.get(job_id)
        if job is None:
            raise AwsError(
                "ResourceNotFoundException", f"Ingestion job with id {job_id} is not found.", status=404
            )
        return job

    def _described(
        self, knowledge_base: BedrockKnowledgeBase, source: DataSource, job: BedrockIngestionJob
    ) -> dict[str, Any]:
        details = job.details(self._clock())
        return {"ingestionJob": {"knowledgeBaseId": knowledge_base.id, "dataSourceId": source.id, **details}}

    def _new_job(self, request: AwsRequest, source: DataSource, now: float) -> BedrockIngestionJob:
        job = BedrockIngestionJob(
            id=new_id(),
            description=request.parameters.get("description", ""),
            started_at=now,
            seconds=self._job_seconds,
        )
        objects = _objects(request.account_id, source)
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


def _objects(account_id: str, source: DataSource) -> Mapping[str, Any] | None:
    """Return the bucket's objects by key, as far as the data source includes them; None if there is no bucket."""
    from moto.s3.models import FakeKey, s3_backends

    bucket = s3_backends[account_id]["aws"].buckets.get(source.bucket)
    if bucket is None:
        return None
    return {
        key: held
        for key, held in bucket.keys.items()
        if isinstance(held, FakeKey) and key.startswith(source.prefixes or "") and not key.endswith("/")
    }


def _data_source(description: dict[str, Any]) -> DataSource:
    configuration = description["dataSourceConfiguration"]
    if configuration["type"] != "S3":
        raise NotImitatedError(f"data sources of type {configuration['type']}")
    s3_configuration = configuration["s3Configuration"]
    return DataSource(
        description=description,
        bucket=s3_configuration["bucketArn"].rpartition(":")[2],
        prefixes=tuple(s3_configuration.get("inclusionPrefixes", ())),
        chunking=_chunking(description.get("vectorIngestionConfiguration", {})),
        deletes_with_source=description.get("dataDeletionPolicy") != "RETAIN",
    )


def _chunking(ingestion: Mapping[str, Any]) -> Chunking:
    for unsupported in (
        "parsingConfiguration",
        "customTransformationConfiguration",
        "contextEnrichmentConfiguration",
    ):
        if unsupported in ingestion:
            raise NotImitatedError(f"{unsupported} of a data source")
    chunking = ingestion.get("chunkingConfiguration", {})
    match chunking.get("chunkingStrategy"):
        case None:
            return Chunking()
        case "NONE":
            return Chunking(tokens=None)
        case "FIXED_SIZE":
            fixed = chunking["fixedSizeChunkingConfiguration"]
            return Chunking(fixed["maxTokens"], fixed["overlapPercentage"])
        case strategy:
            raise NotImitatedError(f"the chunking strategy {strategy}")


def _only(description: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: description[name] for name in names if name in description}


def _without(parameters: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if name not in names}
