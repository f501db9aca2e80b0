"""`bedrock-agent-runtime`: Retrieve, RetrieveAndGenerate and RetrieveAndGenerateStream over ingested documents.

Imitated: search of a knowledge base's chunks (by words, see `search_index`) with metadata filters and paging;
generation by the stand-in model from the chunks that were found; citations that name, for each sentence of the
answer, the chunks that contain it, with the true page number and source URI.

Guardrails are applied to questions and answers. A session is known by the id that its first answer has.

Not imitated, answered with 501: reranking, implicit filters, image queries, query transformation, external sources, agents,
flows, the sessions of `CreateSession`. `overrideSearchType` changes nothing in what is found; HYBRID is refused for storage
that does not have it.
"""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from aws_stand_in import wire
from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.overlays.bedrock import text
from aws_stand_in.overlays.bedrock.conversation import Conversation
from aws_stand_in.overlays.bedrock.converse_rules import check_model
from aws_stand_in.overlays.bedrock.direct_documents import custom_id
from aws_stand_in.overlays.bedrock.generation import Generated, Generation, blocked
from aws_stand_in.overlays.bedrock.guardrail_grounding import Grounding
from aws_stand_in.overlays.bedrock.guardrails import assess
from aws_stand_in.overlays.bedrock.knowledge_base_store import BedrockKnowledgeBase, KnowledgeBaseStore
from aws_stand_in.overlays.bedrock.metadata_filters import predicate
from aws_stand_in.overlays.bedrock.model_ids import model_of
from aws_stand_in.overlays.bedrock.pieces import wait_for
from aws_stand_in.overlays.bedrock.search_index import Hit
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer
from aws_stand_in.overlays.paging import page
from aws_stand_in.rest_json import checked
from aws_stand_in.unlocked_work import after

SERVICE = "bedrock-agent-runtime"
DEFAULT_RESULTS = 5
MOST_RESULTS = 100
LONGEST_QUERY = 20_000
_WITHOUT_HYBRID_SEARCH = ("PINECONE", "REDIS_ENTERPRISE_CLOUD", "NEPTUNE_ANALYTICS", "S3_VECTORS")

UNABLE_TO_ASSIST = "Sorry, I am unable to assist you with this request."
"""What Bedrock's RetrieveAndGenerate says when nothing was found."""


class BedrockAgentRuntimeOverlay(Overlay):
    """Answers retrieval.

    Args:
        store: Keeps the knowledge bases; ingestion fills the same store.
        generation: Generates the answers.
        clock: Epoch seconds.
    """

    def __init__(self, store: KnowledgeBaseStore, generation: Generation, clock: Callable[[], float]) -> None:
        self._store = store
        self._generation = generation
        self._clock = clock
        self._sessions: dict[str, set[str]] = defaultdict(set)

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        operations: dict[str, Handler] = {
            "Retrieve": self.retrieve,
            "RetrieveAndGenerate": self.retrieve_and_generate,
            "RetrieveAndGenerateStream": self.retrieve_and_generate_stream,
        }
        handlers = {(SERVICE, operation): checked(handler) for operation, handler in operations.items()}
        return {**handlers, (SERVICE, "*"): checked(_refuse)}

    def reset(self, account_id: str) -> None:
        self._sessions.pop(account_id, None)

    def retrieve(self, request: AwsRequest) -> dict[str, Any]:
        """Return the chunks that match a query best."""
        given = request.parameters
        query = given["retrievalQuery"].get("text", "")
        configuration = given.get("retrievalConfiguration", {})
        guardrail = self._guardrail(request, given.get("guardrailConfiguration"))
        hits = self._search(request, given["knowledgeBaseId"], query, configuration, MOST_RESULTS)
        if guardrail and assess(guardrail, query, "INPUT").is_blocked:
            return {"retrievalResults": [], "guardrailAction": "INTERVENED"}
        limit = _limit(_search_configuration(configuration))
        found = [{**_reference(hit), "score": hit.score} for hit in hits]
        answer = page(found, {**given, "maxResults": limit}, "retrievalResults")
        return {**answer, "guardrailAction": "NONE"} if guardrail else answer

    def retrieve_and_generate(self, request: AwsRequest) -> AwsResponse:
        """Answer a question from a knowledge base, with citations."""
        session_id = self._session_id(request)
        generated, hits = self._generate(request)
        text = generated.answer.text
        result = {
            "sessionId": session_id,
            "output": {"text": text},
            "citations": list(_citations(text, hits)),
            **_guardrail_action(generated),
        }
        return after(generated.answer.seconds, request.respond(result))

    def retrieve_and_generate_stream(self, request: AwsRequest) -> AwsResponse:
        """Answer a question from a knowledge base, sentence by sentence, each followed by its citation."""
        session_id = self._session_id(request)
        generated, hits = self._generate(request)
        response = wire.serialize_events(_events(generated, hits), SERVICE, request.operation)
        response.headers["x-amzn-bedrock-knowledge-base-session-id"] = session_id
        return response

    def _session_id(self, request: AwsRequest) -> str:
        given = request.parameters.get("sessionId")
        sessions = self._sessions[request.account_id]
        if given is not None and given not in sessions:
            raise _validation_error(f"Session with Id {given} is not valid. Please check and try again.")
        session_id = str(given or uuid.uuid4())
        sessions.add(session_id)
        return session_id

    def _generate(self, request: AwsRequest) -> tuple[Generated, list[Hit]]:
        question = request.parameters["input"]["text"]
        base = _knowledge_base_configuration(request.parameters)
        generation = base.get("generationConfiguration", {})
        guardrail = self._guardrail(request, generation.get("guardrailConfiguration"))
        model = model_of(base["modelArn"], request.region)
        retrieval = base.get("retrievalConfiguration", {})
        limit = _limit(_search_configuration(retrieval))
        hits = self._search(request, base["knowledgeBaseId"], question, retrieval, limit)
        asked = assess(guardrail, question, "INPUT") if guardrail else None
        if asked and asked.is_blocked:
            return blocked(asked), []
        if not hits:
            return Generated(StandInAnswer(UNABLE_TO_ASSIST, "end_turn"), asked), []
        conversation = _conversation(asked.text if asked else question, hits, generation)
        check_model(conversation, model.described)
        grounding = Grounding("\n".join(hit.text for hit in hits), question)
        generated = self._generation.answer(request, model, conversation, asked, grounding)
        return generated, [] if generated.has_intervened else hits

    def _guardrail(
        self, request: AwsRequest, configuration: Mapping[str, Any] | None
    ) -> Mapping[str, Any] | None:
        if configuration is None:
            return None
        return self._generation.guardrail(
            request, configuration["guardrailId"], configuration["guardrailVersion"]
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
            raise _validation_error(f"The query must have 1 to {LONGEST_QUERY} characters.")
        search = _search_configuration(configuration)
        knowledge_base = self._store.knowledge_base(request, self._clock(), knowledge_base_id)
        _check_search_type(search, knowledge_base)
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


def _knowledge_base_configuration(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    configuration = parameters.get("retrieveAndGenerateConfiguration", {})
    if configuration.get("type") != "KNOWLEDGE_BASE":
        raise NotImitatedError(f"RetrieveAndGenerate of type {configuration.get('type')}")
    base: Mapping[str, Any] | None = configuration.get("knowledgeBaseConfiguration")
    if base is None:
        raise _validation_error("knowledgeBaseConfiguration must be provided for the type KNOWLEDGE_BASE.")
    _refuse_members(base, "orchestrationConfiguration")
    return base


def _check_search_type(search: Mapping[str, Any], knowledge_base: BedrockKnowledgeBase) -> None:
    storage = knowledge_base.description.get("storageConfiguration", {}).get("type")
    if search.get("overrideSearchType") == "HYBRID" and storage in _WITHOUT_HYBRID_SEARCH:
        raise _validation_error(
            f"HYBRID search type is not supported for search operation on index of {storage}. "
            "Retry your request with a different search type."
        )


def _conversation(question: str, hits: Sequence[Hit], generation: Mapping[str, Any]) -> Conversation:
    results = "".join(f"<search_results>{hit.text}</search_results>\n" for hit in hits)
    template = generation.get("promptTemplate", {}).get("textPromptTemplate", "$search_results$\n$query$")
    prompt = template.replace("$search_results$", results).replace(
        "$query$", f"<question>{question}</question>"
    )
    limits = generation.get("inferenceConfig", {}).get("textInferenceConfig", {})
    return Conversation.of_text(prompt, limits.get("maxTokens"), limits.get("stopSequences", ()))


def _limit(search: Mapping[str, Any]) -> int:
    limit = int(search.get("numberOfResults", DEFAULT_RESULTS))
    if not 1 <= limit <= MOST_RESULTS:
        raise _validation_error(f"numberOfResults must be 1 to {MOST_RESULTS}, got {limit}.")
    return limit


def _validation_error(message: str) -> AwsError:
    return AwsError("ValidationException", message, status=400)


def _reference(hit: Hit) -> dict[str, Any]:
    document_id = custom_id(hit.uri)
    metadata = {
        **hit.metadata,
        "x-amz-bedrock-kb-source-uri": document_id or hit.uri,
        "x-amz-bedrock-kb-data-source-id": hit.data_source_id,
        "x-amz-bedrock-kb-chunk-id": _chunk_id(hit),
    }
    if hit.page is not None:
        metadata["x-amz-bedrock-kb-document-page-number"] = float(hit.page)
    return {
        "content": {"text": hit.text, "type": "TEXT"},
        "location": _location(hit.uri, document_id),
        "metadata": metadata,
    }


def _location(uri: str, document_id: str | None) -> dict[str, Any]:
    if document_id is None:
        return {"type": "S3", "s3Location": {"uri": uri}}
    return {"type": "CUSTOM", "customDocumentLocation": {"id": document_id}}


def _chunk_id(hit: Hit) -> str:
    return str(uuid.UUID(hashlib.sha256(f"{hit.uri}#{hit.chunk_id}".encode()).hexdigest()[:32]))


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


def _events(generated: Generated, hits: Sequence[Hit]) -> Iterator[dict[str, Any]]:
    if action := _guardrail_action(generated):
        yield {"guardrail": {"action": action["guardrailAction"]}}
    for citation in _citations(generated.answer.text, hits):
        sentence = citation["generatedResponsePart"]["textResponsePart"]["text"]
        wait_for(sentence, generated.answer)
        yield {"output": {"text": sentence + " "}}
        yield {"citation": {"citation": citation, **citation}}


def _guardrail_action(generated: Generated) -> dict[str, str]:
    if generated.input_assessment is None:
        return {}
    return {"guardrailAction": "INTERVENED" if generated.has_intervened else "NONE"}
