"""Knowledge bases, their data sources and their documents, account by account."""

import secrets
import string
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.bedrock.documents import Chunking
from aws_stand_in.overlays.bedrock.ingestion import BedrockIngestionJob
from aws_stand_in.overlays.bedrock.search_index import SearchIndex

_ID_CHARACTERS = string.ascii_uppercase + string.digits


def new_id() -> str:
    """Return an id as Bedrock makes them: 10 capitals and digits."""
    return "".join(secrets.choice(_ID_CHARACTERS) for _ in range(10))


@dataclass(slots=True)
class DataSource:
    """Where documents come from: an S3 bucket.

    Attributes:
        description: the data source as GetDataSource returns it.
        bucket: name of the bucket.
        prefixes: only keys that begin with one of them are read; empty for all.
        chunking: how documents are cut.
        deletes_with_source: whether the documents go when the data source goes.
        indexed: what was ingested: version (ETag of document and of metadata) by key.
        jobs: ingestion jobs by id, oldest first.
        client_tokens: job ids by the client token they were started with.
    """

    description: dict[str, Any]
    bucket: str
    prefixes: tuple[str, ...]
    chunking: Chunking
    deletes_with_source: bool = True
    indexed: dict[str, tuple[str, str]] = field(default_factory=dict)
    jobs: dict[str, BedrockIngestionJob] = field(default_factory=dict)
    client_tokens: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.description["dataSourceId"])


@dataclass(slots=True)
class BedrockKnowledgeBase:
    """A knowledge base: its description as GetKnowledgeBase returns it, data sources by id, and its index."""

    description: dict[str, Any]
    data_sources: dict[str, DataSource] = field(default_factory=dict)
    index: SearchIndex = field(default_factory=SearchIndex)

    @property
    def id(self) -> str:
        return str(self.description["knowledgeBaseId"])

    def data_source(self, data_source_id: str) -> DataSource:
        """Return a data source.

        Raises:
            AwsError: ResourceNotFoundException.
        """
        try:
            return self.data_sources[data_source_id]
        except KeyError:
            raise AwsError(
                "ResourceNotFoundException", f"Data source with id {data_source_id} is not found.", status=404
            ) from None

    def take_in_finished_jobs(self, now: float) -> None:
        """Make the documents of jobs that are over by now searchable."""
        for source in self.data_sources.values():
            for job in source.jobs.values():
                for document in job.take_results(now):
                    uri = f"s3://{source.bucket}/{document.key}"
                    if document.version is None:
                        self.index.remove(source.id, uri)
                        source.indexed.pop(document.key, None)
                    else:
                        self.index.replace(source.id, uri, document.chunks, document.metadata)
                        source.indexed[document.key] = document.version


class KnowledgeBaseStore:
    """All knowledge bases."""

    def __init__(self) -> None:
        self._by_place: dict[tuple[str, str], dict[str, BedrockKnowledgeBase]] = defaultdict(dict)

    def add(self, account_id: str, region: str, knowledge_base: BedrockKnowledgeBase) -> None:
        """Keep a new knowledge base."""
        self._by_place[account_id, region][knowledge_base.id] = knowledge_base

    def all(self, account_id: str, region: str) -> list[BedrockKnowledgeBase]:
        """Return the knowledge bases of an account in a region, oldest first."""
        return list(self._by_place[account_id, region].values())

    def get(self, account_id: str, region: str, knowledge_base_id: str) -> BedrockKnowledgeBase:
        """Return a knowledge base.

        Raises:
            AwsError: ResourceNotFoundException.
        """
        try:
            return self._by_place[account_id, region][knowledge_base_id]
        except KeyError:
            raise AwsError(
                "ResourceNotFoundException",
                f"Knowledge Base with id {knowledge_base_id} does not exist",
                status=404,
            ) from None

    def remove(self, account_id: str, region: str, knowledge_base: BedrockKnowledgeBase) -> None:
        """Drop a knowledge base with its index."""
        del self._by_place[account_id, region][knowledge_base.id]
        knowledge_base.index.close()

    def forget(self, account_id: str) -> None:
        """Drop all knowledge bases of an account."""
        for place in [place for place in self._by_place if place[0] == account_id]:
            for knowledge_base in self._by_place.pop(place).values():
                knowledge_base.index.close()
