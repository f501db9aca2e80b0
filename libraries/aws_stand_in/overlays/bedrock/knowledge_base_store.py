"""Knowledge bases with their data sources and documents, account by account."""

import secrets
import string
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.bedrock.data_source import DataSource
from aws_stand_in.overlays.bedrock.search_index import SearchIndex

_ID_CHARACTERS = string.ascii_uppercase + string.digits


def new_id() -> str:
    """Return a new id in Bedrock's form: 10 capital letters and digits."""
    return "".join(secrets.choice(_ID_CHARACTERS) for _ in range(10))


@dataclass(slots=True)
class BedrockKnowledgeBase:
    """A knowledge base: its description as GetKnowledgeBase returns it, data sources by id, and its index."""

    description: dict[str, Any]
    data_sources: dict[str, DataSource] = field(default_factory=dict)
    index: SearchIndex = field(default_factory=SearchIndex)

    @property
    def id(self) -> str:
        return str(self.description["knowledgeBaseId"])

    def take_in_finished_jobs(self, now: float) -> None:
        """Make the documents of finished jobs searchable."""
        for source in self.data_sources.values():
            self._take_in_documents(source, now)
            for job in source.take_finished_jobs(now):
                for document in job.take_results():
                    uri = f"s3://{source.bucket}/{document.key}"
                    if document.version is None:
                        self.index.remove(source.id, uri)
                        source.drop_document(uri)
                    else:
                        self.index.replace(source.id, uri, document.chunks, document.metadata)
                        source.documents.pop(uri, None)
                        source.indexed[document.key] = document.version

    def _take_in_documents(self, source: DataSource, now: float) -> None:
        for document in source.take_ready_documents(now):
            self.index.replace(source.id, document.uri, document.chunks, document.metadata)
            if document.version is not None:
                source.indexed[document.uri.removeprefix(f"s3://{source.bucket}/")] = document.version


class KnowledgeBaseStore:
    """All knowledge bases, by account and region."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, dict[str, BedrockKnowledgeBase]]] = defaultdict(
            lambda: defaultdict(dict)
        )

    def in_region(self, request: AwsRequest) -> dict[str, BedrockKnowledgeBase]:
        """Return the knowledge bases of a request's account and region by id, oldest first."""
        return self._kept[request.account_id][request.region]

    def knowledge_base(
        self, request: AwsRequest, now: float, knowledge_base_id: str = ""
    ) -> BedrockKnowledgeBase:
        """Return the knowledge base that a request names, with the documents that have been ingested by now.

        Args:
            request: Whose account and region are meant, and whose `knowledgeBaseId` if no other is given.
            now: Epoch seconds.
            knowledge_base_id: The id, where the request has it elsewhere.

        Raises:
            AwsError: ResourceNotFoundException.
        """
        wanted = knowledge_base_id or request.parameters["knowledgeBaseId"]
        found = self.in_region(request).get(wanted)
        if found is None:
            raise AwsError(
                "ResourceNotFoundException", f"Knowledge Base with id {wanted} does not exist", status=404
            )
        found.take_in_finished_jobs(now)
        return found

    def data_source(self, request: AwsRequest, now: float) -> DataSource:
        """Return the data source that a request names by `knowledgeBaseId` and `dataSourceId`.

        Raises:
            AwsError: ResourceNotFoundException.
        """
        wanted = request.parameters["dataSourceId"]
        found = self.knowledge_base(request, now).data_sources.get(wanted)
        if found is None:
            raise AwsError(
                "ResourceNotFoundException", f"Data source with id {wanted} is not found.", status=404
            )
        return found

    def remove(self, request: AwsRequest, knowledge_base: BedrockKnowledgeBase) -> None:
        """Drop a knowledge base with its index."""
        del self.in_region(request)[knowledge_base.id]
        knowledge_base.index.close()

    def forget(self, account_id: str) -> None:
        """Drop all knowledge bases of an account."""
        for knowledge_bases in self._kept.pop(account_id, {}).values():
            for knowledge_base in knowledge_bases.values():
                knowledge_base.index.close()
