"""The data sources of a knowledge base: an S3 bucket each, and how its documents are cut."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aws_stand_in.aws_response import NotImitatedError
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
    """

    description: dict[str, Any]
    indexed: dict[str, tuple[str, str]] = field(default_factory=dict)
    jobs: dict[str, BedrockIngestionJob] = field(default_factory=dict)
    open_jobs: list[BedrockIngestionJob] = field(default_factory=list)
    client_tokens: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The data source's id."""
        return str(self.description["dataSourceId"])

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


def check_imitated(description: Mapping[str, Any]) -> None:
    """Check that a data source is one that can be ingested here.

    Raises:
        NotImitatedError: It is of another type than S3, or its documents are to be read or cut in another way.
    """
    kind = description["dataSourceConfiguration"]["type"]
    if kind != "S3":
        raise NotImitatedError(f"data sources of type {kind}")
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
