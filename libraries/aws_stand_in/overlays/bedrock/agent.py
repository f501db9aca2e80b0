"""`bedrock-agent`: knowledge bases over S3, their data sources and ingestion jobs.

Imitated: create, get, list, update and delete knowledge bases and data sources; ingestion jobs that really read
the bucket, with their states, statistics, failure reasons and client tokens, one at a time for each data source;
`<key>.metadata.json` files; fixed-size chunking and none; documents of S3 and CUSTOM data sources that are ingested directly,
with their states.

Not imitated, answered with 501: data sources other than S3 and CUSTOM, semantic and hierarchical chunking, parsing by models,
transformations. The storage and the embedding model named at creation are ignored.
Agents, and everything else of the service, are moto's.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.overlays.bedrock.data_source import DataSource, check_imitated
from aws_stand_in.overlays.bedrock.document_operations import DocumentOperations
from aws_stand_in.overlays.bedrock.ingestion_jobs import IngestionJobs
from aws_stand_in.overlays.bedrock.knowledge_base_store import (
    BedrockKnowledgeBase,
    KnowledgeBaseStore,
    new_id,
)
from aws_stand_in.overlays.paging import page
from aws_stand_in.overlays.timestamps import timestamp
from aws_stand_in.rest_json import checked

SERVICE = "bedrock-agent"
_SUMMARY_OF_KNOWLEDGE_BASE = ("knowledgeBaseId", "name", "description", "status", "updatedAt")
_SUMMARY_OF_DATA_SOURCE = ("knowledgeBaseId", "dataSourceId", "name", "status", "description", "updatedAt")


class BedrockAgentOverlay(Overlay):
    """Answers the operations on knowledge bases.

    Args:
        store: Keeps the knowledge bases; retrieval searches the same store.
        clock: Epoch seconds.
        job_seconds: The shortest time that an ingestion job takes.
    """

    def __init__(self, store: KnowledgeBaseStore, clock: Callable[[], float], job_seconds: float) -> None:
        self._store = store
        self._clock = clock
        self._jobs = IngestionJobs(store, clock, job_seconds)
        self._documents = DocumentOperations(store, clock, job_seconds)

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
            "StartIngestionJob": self._jobs.start,
            "GetIngestionJob": self._jobs.get,
            "ListIngestionJobs": self._jobs.list,
            "StopIngestionJob": self._jobs.stop,
            "IngestKnowledgeBaseDocuments": self._documents.ingest,
            "GetKnowledgeBaseDocuments": self._documents.get,
            "ListKnowledgeBaseDocuments": self._documents.list,
            "DeleteKnowledgeBaseDocuments": self._documents.delete,
            "*": _pass_on,
        }
        return {(SERVICE, operation): checked(handler) for operation, handler in operations.items()}

    def reset(self, account_id: str) -> None:
        self._store.forget(account_id)

    def close(self) -> None:
        self._jobs.close()

    def create_knowledge_base(self, request: AwsRequest) -> dict[str, Any]:
        """Create a knowledge base, which is ACTIVE at once."""
        given = request.parameters
        if given["knowledgeBaseConfiguration"]["type"] != "VECTOR":
            raise NotImitatedError(f"knowledge bases of type {given['knowledgeBaseConfiguration']['type']}")
        if any(one.description["name"] == given["name"] for one in self._store.in_region(request).values()):
            raise AwsError(
                "ConflictException", f"KnowledgeBase with name {given['name']} already exists.", status=409
            )
        knowledge_base_id, now = new_id(), timestamp(self._clock())
        description = {
            **_omit(given, "clientToken", "tags"),
            "knowledgeBaseId": knowledge_base_id,
            "knowledgeBaseArn": f"arn:aws:bedrock:{request.region}:{request.account_id}:knowledge-base/"
            + knowledge_base_id,
            "status": "ACTIVE",
            "createdAt": now,
            "updatedAt": now,
        }
        self._store.in_region(request)[knowledge_base_id] = BedrockKnowledgeBase(description)
        return {"knowledgeBase": description}

    def get_knowledge_base(self, request: AwsRequest) -> dict[str, Any]:
        """Describe a knowledge base."""
        return {"knowledgeBase": self._knowledge_base(request).description}

    def list_knowledge_bases(self, request: AwsRequest) -> dict[str, Any]:
        """List knowledge bases, a page at a time."""
        kept = self._store.in_region(request).values()
        summaries = (_only(one.description, _SUMMARY_OF_KNOWLEDGE_BASE) for one in kept)
        return page(summaries, request.parameters, "knowledgeBaseSummaries")

    def update_knowledge_base(self, request: AwsRequest) -> dict[str, Any]:
        """Change name, description or role."""
        description = self._knowledge_base(request).description
        description.update(request.parameters, updatedAt=timestamp(self._clock()))
        return {"knowledgeBase": description}

    def delete_knowledge_base(self, request: AwsRequest) -> dict[str, Any]:
        """Remove a knowledge base with its data sources and index."""
        knowledge_base = self._knowledge_base(request)
        self._store.remove(request, knowledge_base)
        return {"knowledgeBaseId": knowledge_base.id, "status": "DELETING"}

    def create_data_source(self, request: AwsRequest) -> dict[str, Any]:
        """Create a data source, which is AVAILABLE at once."""
        given, knowledge_base = request.parameters, self._knowledge_base(request)
        if any(one.description["name"] == given["name"] for one in knowledge_base.data_sources.values()):
            raise AwsError(
                "ConflictException", f"DataSource with name {given['name']} already exists.", status=409
            )
        now = timestamp(self._clock())
        description = {
            "dataDeletionPolicy": "DELETE",
            **_omit(given, "clientToken"),
            "dataSourceId": new_id(),
            "status": "AVAILABLE",
            "createdAt": now,
            "updatedAt": now,
        }
        check_imitated(description)
        source = DataSource(description)
        knowledge_base.data_sources[source.id] = source
        return {"dataSource": description}

    def get_data_source(self, request: AwsRequest) -> dict[str, Any]:
        """Describe a data source."""
        return {"dataSource": self._data_source(request).description}

    def list_data_sources(self, request: AwsRequest) -> dict[str, Any]:
        """List the data sources of a knowledge base, a page at a time."""
        sources = self._knowledge_base(request).data_sources.values()
        summaries = (_only(source.description, _SUMMARY_OF_DATA_SOURCE) for source in sources)
        return page(summaries, request.parameters, "dataSourceSummaries")

    def update_data_source(self, request: AwsRequest) -> dict[str, Any]:
        """Change a data source; documents ingested before keep their chunks."""
        source = self._data_source(request)
        changed = {**source.description, **request.parameters, "updatedAt": timestamp(self._clock())}
        check_imitated(changed)
        if changed["dataSourceConfiguration"]["type"] != source.kind:
            raise AwsError("ValidationException", "The type of a data source cannot be changed.", status=400)
        source.description = changed
        return {"dataSource": changed}

    def delete_data_source(self, request: AwsRequest) -> dict[str, Any]:
        """Remove a data source, and its documents from the index if its deletion policy requires it."""
        knowledge_base, source = self._knowledge_base(request), self._data_source(request)
        if source.deletes_documents:
            knowledge_base.index.remove_all(source.id)
        del knowledge_base.data_sources[source.id]
        return {"knowledgeBaseId": knowledge_base.id, "dataSourceId": source.id, "status": "DELETING"}

    def _knowledge_base(self, request: AwsRequest) -> BedrockKnowledgeBase:
        return self._store.knowledge_base(request, self._clock())

    def _data_source(self, request: AwsRequest) -> DataSource:
        return self._store.data_source(request, self._clock())


def _pass_on(request: AwsRequest) -> AwsResponse:
    """Let moto answer, which needs an object where none was sent."""
    if not request.http.get_data():
        request.replace_body(b"{}")
    return request.pass_on()


def _only(description: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: description[name] for name in names if name in description}


def _omit(parameters: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if name not in names}
