"""`bedrock-runtime`: InvokeModel, InvokeModelWithResponseStream, Converse, ConverseStream, CountTokens, ApplyGuardrail.

Imitated: the bodies of Anthropic's Messages API, Amazon Titan Text and Nova, Meta Llama, Mistral, Cohere Command and
Command R for InvokeModel, and embeddings of Titan and Cohere; any text model for Converse; tools and their results, prompt
caching, guardrails and their traces; their validation, token counts, stop reasons and event streams. Models are named by
their ids, by system-defined inference profiles of the request's region, or by the ARNs of either; of known providers also
models that the catalogue does not have. The text comes from `standin_model`. A token is four characters.

Not imitated, answered with 501: other bodies with InvokeModel, images, documents, videos, audio, thinking, tools that a
provider or AWS defines, structured output, response fields by paths into members, prompts and prompt routers, custom and
provisioned models, asynchronous and bidirectional calls, InvokeGuardrailChecks. Nothing is charged or throttled.
"""

import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any

import orjson

from aws_stand_in import wire
from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.overlays.bedrock.conversation import Conversation
from aws_stand_in.overlays.bedrock.generation import Generated, Generation
from aws_stand_in.overlays.bedrock.guardrail_grounding import Grounding
from aws_stand_in.overlays.bedrock.guardrail_store import GuardrailStore
from aws_stand_in.overlays.bedrock.model_ids import ModelId, model_of
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer, StandInModel
from aws_stand_in.rest_json import checked
from aws_stand_in.unlocked_work import after

SERVICE = "bedrock-runtime"


class BedrockRuntimeOverlay(Overlay):
    """Answers model calls with the stand-in model.

    Args:
        model: Answers.
        guardrails: The guardrails that there are.
    """

    def __init__(self, model: StandInModel, guardrails: GuardrailStore) -> None:
        self._model = model
        self._guardrails = guardrails
        self._generation = Generation(model, guardrails)

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        operations: dict[str, Handler] = {
            "InvokeModel": self.invoke_model,
            "InvokeModelWithResponseStream": self.invoke_model_with_response_stream,
            "Converse": self.converse,
            "ConverseStream": self.converse_stream,
            "CountTokens": self.count_tokens,
            "ApplyGuardrail": self.apply_guardrail,
        }
        handlers = {(SERVICE, operation): checked(handler) for operation, handler in operations.items()}
        return {**handlers, (SERVICE, "*"): checked(_refuse)}

    def reset(self, account_id: str) -> None:
        self._model.forget(account_id)

    def invoke_model(self, request: AwsRequest) -> AwsResponse:
        """Answer in the JSON of the model's family."""
        from aws_stand_in.overlays.bedrock.embeddings import embed, is_embedding
        from aws_stand_in.overlays.bedrock.families import family_of

        model, body = _model_call(request)
        if is_embedding(model):
            embedding, tokens = embed(body, model)
            return _json_response(embedding, StandInAnswer("", "", tokens))
        generated = self._invoke(request, model, body)
        result = family_of(model).result(generated.answer, model, body)
        response = _json_response({**result, **_guardrail_members(generated, request)}, generated.answer)
        return after(generated.answer.seconds, response)

    def invoke_model_with_response_stream(self, request: AwsRequest) -> AwsResponse:
        """Answer with the events of the model's family, a few words each."""
        from aws_stand_in.overlays.bedrock.embeddings import is_embedding
        from aws_stand_in.overlays.bedrock.families import family_of

        model, body = _model_call(request)
        if is_embedding(model):
            raise _validation_error("The model is unsupported for streaming.")
        generated = self._invoke(request, model, body)
        events = _add_metrics(family_of(model).events(generated.answer, model, body), generated, request)
        chunks = ({"chunk": {"bytes": json.dumps(event).encode()}} for event in events)
        response = wire.serialize_events(chunks, SERVICE, request.operation)
        response.headers["X-Amzn-Bedrock-Content-Type"] = "application/json"
        return response

    def converse(self, request: AwsRequest) -> AwsResponse:
        """Answer in Converse's model-independent form."""
        from aws_stand_in.overlays.bedrock import converse

        model, generated = self._conversed(request)
        response = request.respond(converse.result(generated, request.parameters, model))
        return after(generated.answer.seconds, response)

    def converse_stream(self, request: AwsRequest) -> AwsResponse:
        """Answer as Converse's stream of events, a few words each."""
        from aws_stand_in.overlays.bedrock import converse

        _, generated = self._conversed(request)
        events = converse.events(generated, request.parameters)
        return wire.serialize_events(events, SERVICE, request.operation)

    def count_tokens(self, request: AwsRequest) -> dict[str, Any]:
        """Count what a request to the model would be charged for."""
        from aws_stand_in.overlays.bedrock import converse
        from aws_stand_in.overlays.bedrock.families import family_of

        model = model_of(request.parameters["modelId"], request.region)
        if model.provider != "anthropic":
            raise _validation_error("The provided model doesn't support counting tokens.")
        counted = request.parameters["input"]
        if len(counted) != 1:
            raise _validation_error(
                "CountTokensInput object at input must set one of the following keys: invokeModel, converse."
            )
        if "converse" in counted:
            conversation = converse.conversation_of(counted["converse"], model)
        else:
            body = _json_body(counted["invokeModel"]["body"])
            conversation = family_of(model).conversation(body, model)
        return {"inputTokens": conversation.tokens}

    def apply_guardrail(self, request: AwsRequest) -> dict[str, Any]:
        """Judge a text by a guardrail, without a model."""
        from aws_stand_in.overlays.bedrock.guardrails import assess

        given = request.parameters
        guardrail = self._guardrails.version(
            request.account_id, request.region, given["guardrailIdentifier"], given["guardrailVersion"]
        )
        if guardrail is None:
            raise AwsError(
                "ResourceNotFoundException",
                "The guardrail identifier or version provided in the request does not exist.",
                status=404,
            )
        if any("text" not in block for block in given["content"]):
            raise NotImitatedError("non-text content in ApplyGuardrail")
        texts = [block["text"] for block in given["content"]]
        grounding = _grounding(texts) if given["source"] == "OUTPUT" else None
        assessment = assess(guardrail, _join_qualified(texts, "guard_content"), given["source"], grounding)
        return {
            "usage": assessment.usage,
            "action": "GUARDRAIL_INTERVENED" if assessment.has_intervened else "NONE",
            "actionReason": assessment.action_reason,
            "outputs": [{"text": assessment.text}] if assessment.has_intervened else [],
            "assessments": [assessment.report],
            "guardrailCoverage": assessment.coverage,
        }

    def _invoke(self, request: AwsRequest, model: ModelId, body: Mapping[str, Any]) -> Generated:
        from aws_stand_in.overlays.bedrock.families import family_of

        conversation = family_of(model).conversation(body, model)
        given = request.parameters
        return self._generate(
            request,
            model,
            conversation,
            given.get("guardrailIdentifier", ""),
            given.get("guardrailVersion", ""),
        )

    def _conversed(self, request: AwsRequest) -> tuple[ModelId, Generated]:
        from aws_stand_in.overlays.bedrock import converse

        given = request.parameters
        model = model_of(given["modelId"], request.region)
        conversation = converse.conversation_of(given, model)
        guardrail = given.get("guardrailConfig", {})
        return model, self._generate(
            request,
            model,
            conversation,
            guardrail.get("guardrailIdentifier", ""),
            guardrail.get("guardrailVersion", ""),
        )

    def _generate(
        self, request: AwsRequest, model: ModelId, conversation: Conversation, identifier: str, version: str
    ) -> Generated:
        guardrail = self._generation.guardrail(request, identifier, version)
        return self._generation.generate(request, model, conversation, guardrail)


def _grounding(texts: Sequence[Mapping[str, Any]]) -> Grounding | None:
    """Return what an answer is compared with; None if a source or a question is missing."""
    source, query = (_join_qualified(texts, qualifier) for qualifier in ("grounding_source", "query"))
    return Grounding(source, query) if source and query else None


def _join_qualified(texts: Sequence[Mapping[str, Any]], qualifier: str) -> str:
    """Return the texts with a qualifier; one without any is content to be judged."""
    return "\n".join(
        one["text"] for one in texts if qualifier in (one.get("qualifiers") or ("guard_content",))
    )


def _refuse(request: AwsRequest) -> AwsResponse:
    raise NotImitatedError(f"bedrock-runtime.{request.operation}")


def _validation_error(message: str) -> AwsError:
    return AwsError("ValidationException", message, status=400)


def _model_call(request: AwsRequest) -> tuple[ModelId, dict[str, Any]]:
    parameters = request.parameters
    return model_of(parameters["modelId"], request.region), _json_body(parameters.get("body") or b"")


def _json_body(content: bytes) -> dict[str, Any]:
    try:
        body = orjson.loads(content)
    except ValueError as error:
        raise _validation_error(
            "Malformed input request, please reformat your input and try again."
        ) from error
    if not isinstance(body, dict):
        raise _validation_error(
            "Malformed input request: expected type: JSONObject, please reformat your input and try again."
        )
    return body


def _json_response(content: object, answer: StandInAnswer) -> AwsResponse:
    from aws_stand_in.overlays.bedrock.converse_form import latency_ms

    headers = {
        "Content-Type": "application/json",
        "X-Amzn-Bedrock-Invocation-Latency": str(latency_ms(answer)),
        "X-Amzn-Bedrock-Input-Token-Count": str(answer.input_tokens),
        "X-Amzn-Bedrock-Output-Token-Count": str(answer.output_tokens),
    }
    if answer.cache is not None:
        headers["X-Amzn-Bedrock-Cache-Read-Input-Token-Count"] = str(answer.cache.read)
        headers["X-Amzn-Bedrock-Cache-Write-Input-Token-Count"] = str(answer.cache.written)
    return AwsResponse(200, headers, json.dumps(content).encode())


def _guardrail_members(generated: Generated, request: AwsRequest) -> dict[str, Any]:
    """Return what a guardrail adds to the model's own JSON."""
    if generated.input_assessment is None:
        return {}
    action = "INTERVENED" if generated.has_intervened else "NONE"
    members: dict[str, Any] = {"amazon-bedrock-guardrailAction": action}
    if request.parameters.get("trace", "DISABLED") != "DISABLED":
        members["amazon-bedrock-trace"] = generated.trace
    return members


def _add_metrics(
    events: Generator[dict[str, Any], None, dict[str, Any]], generated: Generated, request: AwsRequest
) -> Iterator[dict[str, Any]]:
    """Yield events, and the last one, which has Bedrock's metrics, too."""
    from aws_stand_in.overlays.bedrock.converse_form import latency_ms

    answer = generated.answer
    metrics = {
        "inputTokenCount": answer.input_tokens,
        "outputTokenCount": answer.output_tokens,
        "invocationLatency": latency_ms(answer),
        "firstByteLatency": 1,
    }
    if answer.cache is not None:
        metrics["cacheReadInputTokenCount"] = answer.cache.read
        metrics["cacheWriteInputTokenCount"] = answer.cache.written
    last = yield from events
    yield {**last, **_guardrail_members(generated, request), "amazon-bedrock-invocationMetrics": metrics}
