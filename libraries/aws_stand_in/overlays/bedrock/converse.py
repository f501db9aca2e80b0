"""Converse and ConverseStream: what they ask, and what they return.

Source: Amazon Bedrock API Reference, "Converse" and "ConverseStream".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.overlays.bedrock import converse_form
from aws_stand_in.overlays.bedrock.conversation import Conversation
from aws_stand_in.overlays.bedrock.converse_rules import check_rules
from aws_stand_in.overlays.bedrock.families import family_of
from aws_stand_in.overlays.bedrock.generation import Generated
from aws_stand_in.overlays.bedrock.model_ids import ModelId
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer

_NOT_IMITATED = ("outputConfig", "promptVariables")
_ECHOED = ("performanceConfig", "serviceTier")


def conversation_of(parameters: Mapping[str, Any], model: ModelId) -> Conversation:
    """Return what a request asks.

    Raises:
        AwsError: ValidationException.
        NotImitatedError: It asks for more than is imitated.
    """
    for name in _NOT_IMITATED:
        if parameters.get(name):
            raise NotImitatedError(f"{name} of Converse")
    tools, limits = parameters.get("toolConfig", {}), parameters.get("inferenceConfig", {})
    if any("systemTool" in tool for tool in tools.get("tools", ())):
        raise NotImitatedError("system tools")
    if any(message["role"] == "system" for message in parameters.get("messages", ())):
        raise NotImitatedError("messages with the role system")
    if any(len(block) != 1 for block in parameters.get("system", ())):
        raise AwsError(
            "ValidationException",
            "SystemContentBlock object at system must set one of the following keys: text, guardContent, cachePoint.",
            status=400,
        )
    found = Conversation(
        parameters.get("messages", ()),
        system=parameters.get("system", ()),
        tools=tools.get("tools", ()),
        tool_choice=tools.get("toolChoice", {}),
        max_tokens=limits.get("maxTokens"),
        stop_sequences=limits.get("stopSequences", ()),
    )
    check_rules(found)
    _check_model_fields(parameters.get("additionalModelRequestFields"), model)
    return found


def result(generated: Generated, parameters: Mapping[str, Any], model: ModelId) -> dict[str, Any]:
    """Return what Converse returns."""
    answer = generated.answer
    extra = _model_fields(answer, parameters.get("additionalModelResponseFieldPaths", ()), model)
    return {
        "output": {"message": converse_form.message(answer)},
        "stopReason": converse_form.stop_reason(answer),
        **({"additionalModelResponseFields": extra} if extra else {}),
        **_metadata(generated, parameters),
    }


def events(generated: Generated, parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what ConverseStream yields."""
    yield from converse_form.content_events(generated.answer)
    yield {"metadata": _metadata(generated, parameters)}


def _metadata(generated: Generated, parameters: Mapping[str, Any]) -> dict[str, Any]:
    metadata: dict[str, Any] = {
        "usage": converse_form.usage(generated.answer),
        "metrics": converse_form.metrics(generated.answer),
        **{name: parameters[name] for name in _ECHOED if name in parameters},
    }
    is_traced = parameters.get("guardrailConfig", {}).get("trace", "disabled") != "disabled"
    return {**metadata, "trace": generated.trace} if is_traced else metadata


def _check_model_fields(fields: Any, model: ModelId) -> None:
    """Check the fields that go to the model as they are, by the body that the model takes."""
    if fields is None:
        return
    if not isinstance(fields, Mapping):
        raise AwsError(
            "ValidationException",
            "The value at additionalModelRequestFields must be a JSON object.",
            status=400,
        )
    if model.provider != "anthropic":
        return
    body = {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 1,
        "messages": [{"role": "user", "content": "?"}],
        **fields,
    }
    try:
        family_of(model).conversation(body, model)
    except NotImitatedError:
        raise
    except AwsError as error:
        raise AwsError(
            error.code, f"The model returned the following errors: {error.message}", status=400
        ) from error


def _model_fields(answer: StandInAnswer, paths: Any, model: ModelId) -> dict[str, Any]:
    """Return members of Claude's own answer by their paths, such as `/stop_sequence`; other models have none.

    Raises:
        NotImitatedError: A path leads into a member.
    """
    if not paths or model.provider != "anthropic":
        return {}
    own = family_of(model).result(answer, model, {})
    names = [path.removeprefix("/") for path in paths]
    if any("/" in name for name in names):
        raise NotImitatedError("additionalModelResponseFieldPaths that lead into members")
    return {name: own[name] for name in names if name in own}
