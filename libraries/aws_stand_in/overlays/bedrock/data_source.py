"""The data sources of a knowledge base: an S3 bucket each, or what is ingested directly; and how documents are cut."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.overlays.bedrock.direct_documents import DirectDocument
from aws_stand_in.overlays.bedrock.documents import Chunking
from aws_stand_in.overlays.bedrock.ingestion import BedrockIngestionJob

_NOT_IMITATED = (
    "parsingConfiguration",
    "customTransformationConfiguration",
    "contextEnrichmentConfiguration",
)


@dataclass(slots=True)
class DataSource:
    """Where documents come from.

    Attributes:
        description: The data source as GetDataSource returns it.
        indexed: What was ingested: version (ETags of document and metadata) by key.
        jobs: Ingestion jobs by id, oldest first.
        open_jobs: Those whose results have not been taken in yet.
        client_tokens: Job ids by the client token they were started with.
        documents: Documents that were ingested directly, by their place in the index.
        open_documents: Those that have not been taken in yet.
    """

    description: dict[str, Any]
    indexed: dict[str, tuple[str, str]] = field(default_factory=dict)
    jobs: dict[str, BedrockIngestionJob] = field(default_factory=dict)
    open_jobs: list[BedrockIngestionJob] = field(default_factory=list)
    client_tokens: dict[str, str] = field(default_factory=dict)
    documents: dict[str, DirectDocument] = field(default_factory=dict)
    open_documents: list[DirectDocument] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The data source's id."""
        return str(self.description["dataSourceId"])

    @property
    def kind(self) -> str:
        """Where its documents come from: `S3` or `CUSTOM`."""
        return str(self.description["dataSourceConfiguration"]["type"])

    @property
    def bucket(self) -> str:
        """The bucket's name."""
        return str(self._s3["bucketArn"].rpartition(":")[2])

    @property
    def deletes_documents(self) -> bool:
        """Whether its documents leave the index when it is deleted."""
        return bool(self.description.get("dataDeletionPolicy") != "RETAIN")

    @property
    def chunking(self) -> Chunking:
        """How its documents are cut."""
        return chunking_of(self.description)

    @property
    def _s3(self) -> Mapping[str, Any]:
        s3: Mapping[str, Any] = self.description["dataSourceConfiguration"]["s3Configuration"]
        return s3

    def add_job(self, job: BedrockIngestionJob) -> None:
        """Keep a job that starts."""
        self.jobs[job.id] = job
        self.open_jobs.append(job)

    def add_document(self, document: DirectDocument) -> None:
        """Keep a document that is ingested directly, in place of an earlier one."""
        self.documents[document.uri] = document
        self.open_documents = [one for one in self.open_documents if one.uri != document.uri]
        self.open_documents.append(document)

    def drop_document(self, uri: str) -> None:
        """Forget a document."""
        self.documents.pop(uri, None)
        self.indexed.pop(uri.removeprefix(f"s3://{self.bucket}/") if self.kind == "S3" else "", None)
        self.open_documents = [one for one in self.open_documents if one.uri != uri]

    def take_ready_documents(self, now: float) -> list[DirectDocument]:
        """Return the documents that have become ready since the last time."""
        ready = [one for one in self.open_documents if one.ready_at <= now]
        self.open_documents = [one for one in self.open_documents if one.ready_at > now]
        return ready

    def take_finished_jobs(self, now: float) -> list[BedrockIngestionJob]:
        """Return the jobs that have ended since the last time."""
        finished = [job for job in self.open_jobs if job.is_over(now)]
        self.open_jobs = [job for job in self.open_jobs if job not in finished]
        return finished

    def objects(self, account_id: str) -> Mapping[str, Any] | None:
        """Return the objects that are to be ingested, by key; None if there is no such bucket."""
        from moto.s3.models import FakeKey, s3_backends

        bucket = s3_backends[account_id]["aws"].buckets.get(self.bucket)
        if bucket is None:
            return None
        prefixes = tuple(self._s3.get("inclusionPrefixes", ())) or ""
        return {
            key: held
            for key, held in bucket.keys.items()
            if isinstance(held, FakeKey) and key.startswith(prefixes) and not key.endswith("/")
        }


def s3_object(account_id: str, uri: str) -> Any:
    """Return an object of S3 by its URI; None if there is no such object."""
    from moto.s3.models import FakeKey, s3_backends

    bucket_name, _, key = uri.removeprefix("s3://").partition("/")
    bucket = s3_backends[account_id]["aws"].buckets.get(bucket_name)
    held = None if bucket is None else bucket.keys.get(key)
    return held if isinstance(held, FakeKey) else None


def check_imitated(description: Mapping[str, Any]) -> None:
    """Check that a data source is one that can be ingested here.

    Raises:
        NotImitatedError: It is of another type than S3 and CUSTOM or has what another type needs, or its documents are to be read
            or cut in another way.
    """
    configuration = description["dataSourceConfiguration"]
    kind = configuration["type"]
    if kind not in ("S3", "CUSTOM"):
        raise NotImitatedError(f"data sources of type {kind}")
    if others := sorted(configuration.keys() - {"type", "s3Configuration"}):
        raise NotImitatedError(f"{others[0]} of a data source")
    if kind == "S3" and "s3Configuration" not in configuration:
        raise AwsError(
            "ValidationException",
            "s3Configuration must be provided for a data source of type S3.",
            status=400,
        )
    for unsupported in _NOT_IMITATED:
        if unsupported in description.get("vectorIngestionConfiguration", {}):
            raise NotImitatedError(f"{unsupported} of a data source")
    chunking_of(description)


def chunking_of(description: Mapping[str, Any]) -> Chunking:
    """Return how a data source, described as GetDataSource does, wants its documents cut.

    Raises:
        NotImitatedError: By another strategy than FIXED_SIZE and NONE.
    """
    chunking = description.get("vectorIngestionConfiguration", {}).get("chunkingConfiguration", {})
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
