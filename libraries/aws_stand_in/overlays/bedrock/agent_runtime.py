"""`bedrock-agent-runtime`: Retrieve, RetrieveAndGenerate and RetrieveAndGenerateStream over ingested documents.

Imitated: search of a knowledge base's chunks (by words, see `search_index`) with metadata filters and paging;
generation by the stand-in model from the chunks that were found; citations that name, for each sentence of the
answer, the chunks that contain it, with the true page number and source URI.

Not imitated, answered with 501: reranking, guardrails, implicit filters, image queries, external sources, agents,
flows, sessions. `overrideSearchType` makes no difference.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from aws_stand_in import wire
from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.overlays.bedrock import text
from aws_stand_in.overlays.bedrock.knowledge_base_store import KnowledgeBaseStore
from aws_stand_in.overlays.bedrock.metadata_filters import predicate
from aws_stand_in.overlays.bedrock.search_index import Hit
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer, StandInModel
from aws_stand_in.overlays.paging import page

SERVICE = "bedrock-agent-runtime"
DEFAULT_RESULTS = 5
MOST_RESULTS = 100
LONGEST_QUERY = 20_000

UNABLE_TO_ASSIST = "Sorry, I am unable to assist you with this request."
"""What Bedrock's RetrieveAndGenerate says when nothing was found."""


class BedrockAgentRuntimeOverlay(Overlay):
    """Answers retrieval.

    Args:
        store: Keeps the knowledge bases; ingestion fills the same store.
        model: Generates the answers.
        clock: Epoch seconds.
    """

    def __init__(self, store: KnowledgeBaseStore, model: StandInModel, clock: Callable[[], float]) -> None:
        self._store = store
        self._model = model
        self._clock = clock

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {
            (SERVICE, "Retrieve"): self.retrieve,
            (SERVICE, "RetrieveAndGenerate"): self.retrieve_and_generate,
            (SERVICE, "RetrieveAndGenerateStream"): self.retrieve_and_generate_stream,
            (SERVICE, "*"): _refuse,
        }

    def retrieve(self, request: AwsRequest) -> dict[str, Any]:
        """Return the chunks that match a query best."""
        given = request.parameters
        _refuse_members(given, "guardrailConfiguration")
        query = given["retrievalQuery"].get("text", "")
        configuration = given.get("retrievalConfiguration", {})
        hits = self._search(request, given["knowledgeBaseId"], query, configuration, MOST_RESULTS)
        limit = _limit(_search_configuration(configuration))
        found = [{**_reference(hit), "score": hit.score} for hit in hits]
        return page(found, {**given, "maxResults": limit}, "retrievalResults")

    def retrieve_and_generate(self, request: AwsRequest) -> dict[str, Any]:
        """Answer a question from a knowledge base, with citations."""
        answer, hits = self._generate(request)
        return {
            "sessionId": _session_id(request),
            "output": {"text": answer.text},
            "citations": list(_citations(answer.text, hits)),
        }

    def retrieve_and_generate_stream(self, request: AwsRequest) -> AwsResponse:
        """Answer a question from a knowledge base, sentence by sentence, each followed by its citation."""
        answer, hits = self._generate(request)
        response = wire.serialize_events(_events(answer.text, hits), SERVICE, request.operation)
        response.headers["x-amzn-bedrock-knowledge-base-session-id"] = _session_id(request)
        return response

    def _generate(self, request: AwsRequest) -> tuple[StandInAnswer, list[Hit]]:
        question = request.parameters["input"]["text"]
        configuration = request.parameters.get("retrieveAndGenerateConfiguration", {})
        if configuration.get("type") != "KNOWLEDGE_BASE":
            raise NotImitatedError(f"RetrieveAndGenerate of type {configuration.get('type')}")
        base = configuration["knowledgeBaseConfiguration"]
        generation = base.get("generationConfiguration", {})
        _refuse_members(generation, "guardrailConfiguration")
        retrieval = base.get("retrievalConfiguration", {})
        limit = _limit(_search_configuration(retrieval))
        hits = self._search(request, base["knowledgeBaseId"], question, retrieval, limit)
        if not hits:
            return StandInAnswer(UNABLE_TO_ASSIST, "end_turn", 0, text.count_tokens(UNABLE_TO_ASSIST)), []
        return self._answer(request.account_id, question, hits, generation), hits

    def _answer(
        self, account_id: str, question: str, hits: Sequence[Hit], generation: Mapping[str, Any]
    ) -> StandInAnswer:
        results = "".join(f"<search_results>{hit.text}</search_results>\n" for hit in hits)
        template = generation.get("promptTemplate", {}).get("textPromptTemplate", "$search_results$\n$query$")
        prompt = template.replace("$search_results$", results).replace(
            "$query$", f"<question>{question}</question>"
        )
        limits = generation.get("inferenceConfig", {}).get("textInferenceConfig", {})
        return self._model.answer(
            account_id, system="", messages=[prompt], max_tokens=limits.get("maxTokens")
        )

    def _search(
        self,
        request: AwsRequest,
        knowledge_base_id: str,
        query: str,
        configuration: Mapping[str, Any],
        limit: int,
    ) -> list[Hit]:
        if not query.strip() or len(query) > LONGEST_QUERY:
            raise AwsError(
                "ValidationException", f"The query must have 1 to {LONGEST_QUERY} characters.", status=400
            )
        search = _search_configuration(configuration)
        knowledge_base = self._store.knowledge_base(request, self._clock(), knowledge_base_id)
        return knowledge_base.index.search(query, predicate(search.get("filter")), limit)


def _refuse(request: AwsRequest) -> AwsResponse:
    raise NotImitatedError(f"bedrock-agent-runtime.{request.operation}")


def _refuse_members(parameters: Mapping[str, Any], *names: str) -> None:
    for name in names:
        if parameters.get(name):
            raise NotImitatedError(f"{name} of retrieval")


def _search_configuration(configuration: Mapping[str, Any]) -> Mapping[str, Any]:
    search: Mapping[str, Any] = configuration.get("vectorSearchConfiguration", {})
    _refuse_members(configuration, "managedSearchConfiguration")
    _refuse_members(search, "rerankingConfiguration", "implicitFilterConfiguration")
    return search


def _limit(search: Mapping[str, Any]) -> int:
    limit = int(search.get("numberOfResults", DEFAULT_RESULTS))
    if not 1 <= limit <= MOST_RESULTS:
        raise AwsError(
            "ValidationException", f"numberOfResults must be 1 to {MOST_RESULTS}, got {limit}.", status=400
        )
    return limit


def _reference(hit: Hit) -> dict[str, Any]:
    metadata = {
        **hit.metadata,
        "x-amz-bedrock-kb-source-uri": hit.uri,
        "x-amz-bedrock-kb-data-source-id": hit.data_source_id,
        "x-amz-bedrock-kb-chunk-id": _chunk_id(hit),
    }
    if hit.page is not None:
        metadata["x-amz-bedrock-kb-document-page-number"] = float(hit.page)
    return {
        "content": {"text": hit.text, "type": "TEXT"},
        "location": {"type": "S3", "s3Location": {"uri": hit.uri}},
        "metadata": metadata,
    }


def _chunk_id(hit: Hit) -> str:
    return str(uuid.UUID(hashlib.sha256(f"{hit.uri}#{hit.chunk_id}".encode()).hexdigest()[:32]))


def _session_id(request: AwsRequest) -> str:
    return str(request.parameters.get("sessionId") or uuid.uuid4())


def _citations(answer: str, hits: Sequence[Hit]) -> Iterator[dict[str, Any]]:
    start = 0
    for sentence in text.sentences(answer):
        start = answer.index(sentence, start)
        end = start + len(sentence)
        yield {
            "generatedResponsePart": {
                "textResponsePart": {"text": sentence, "span": {"start": start, "end": end - 1}}
            },
            "retrievedReferences": [
                _reference(hit) for hit in hits if sentence in " ".join(hit.text.split())
            ],
        }
        start = end


def _events(answer: str, hits: Sequence[Hit]) -> Iterator[dict[str, Any]]:
    for citation in _citations(answer, hits):
        sentence = citation["generatedResponsePart"]["textResponsePart"]["text"]
        yield {"output": {"text": sentence + " "}}
        yield {"citation": {"citation": citation, **citation}}
