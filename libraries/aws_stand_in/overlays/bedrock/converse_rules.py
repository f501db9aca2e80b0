"""The rules of a conversation in Converse's form, beyond what the service's model says.

Source: Amazon Bedrock API Reference, "Converse", "Message", "ContentBlock"; Amazon Bedrock User Guide, "Using the Converse
API" and "Use a tool to complete an Amazon Bedrock model response"; the wording is that of the service.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.bedrock.catalogue import FoundationModel
from aws_stand_in.overlays.bedrock.conversation import Conversation

MOST_CACHE_POINTS = 4
_BLOCKS = (
    "text, image, toolUse, toolResult, document, video, audio, guardContent, cachePoint, reasoningContent, citationsContent, "
    "searchResult"
)


def check_rules(conversation: Conversation) -> None:
    """Refuse a conversation that no model takes.

    Raises:
        AwsError: ValidationException.
    """
    messages = conversation.messages
    if not messages:
        raise _error(
            "A conversation must start with a user message. Try again with a conversation that starts with a user message."
        )
    for place, message in enumerate(messages):
        _check_content(message["content"], place)
    _check_roles(messages)
    _check_tools(conversation)
    _check_tool_results(messages)


def check_model(conversation: Conversation, model: FoundationModel | None) -> None:
    """Refuse a conversation that a model does not take.

    Raises:
        AwsError: ValidationException, or AccessDeniedException for cache points.
    """
    if model is None:
        return
    if model.output != "TEXT":
        raise _error(
            "This action doesn't support the model that you provided. Try again with a supported text or chat model."
        )
    if conversation.system and not model.takes_system:
        raise _error(
            "This model doesn't support system messages. Try again without system messages or use a model that supports "
            "system messages."
        )
    if conversation.tools and not model.takes_tools:
        raise _error("This model doesn't support tool use.")
    if model.longest_answer and (conversation.max_tokens or 0) > model.longest_answer:
        raise _error(
            f"The maximum tokens you requested exceeds the model limit of {model.longest_answer}. "
            f"Try again with a maximum tokens value that is lower than {model.longest_answer}."
        )
    points = len(list(conversation.cached_prefixes()))
    if points and not model.caches:
        raise AwsError(
            "AccessDeniedException",
            "You invoked an unsupported model or your request did not allow prompt caching. See the documentation for "
            "more information.",
            status=403,
        )
    if points > MOST_CACHE_POINTS:
        raise _error(
            f"A maximum of {MOST_CACHE_POINTS} blocks with cache points may be provided. Found {points}."
        )


def _check_content(content: Sequence[Mapping[str, Any]], place: int) -> None:
    if not content:
        raise _error(
            f"The content field in the Message object at messages.{place} is empty. "
            "Add a ContentBlock object to the content field and try again."
        )
    for number, block in enumerate(content):
        where = f"messages.{place}.content.{number}"
        if len(block) != 1:
            raise _error(f"ContentBlock object at {where} must set one of the following keys: {_BLOCKS}.")
        if "text" in block and not block["text"].strip():
            raise _error(
                f"The text field in the ContentBlock object at {where} is blank. Add text to the text field, and try again."
            )
        for held in block.get("toolResult", {}).get("content", ()):
            if len(held) != 1:
                raise _error(
                    f"ToolResultContentBlock object at {where}.toolResult.content must set one of the following keys: "
                    "text, image, json, document, video."
                )


def _check_roles(messages: Sequence[Mapping[str, Any]]) -> None:
    if messages[0]["role"] != "user":
        raise _error(
            "A conversation must start with a user message. Try again with a conversation that starts with a user message."
        )
    for before, message in pairwise(messages):
        if before["role"] == message["role"]:
            raise _error(
                "A conversation must alternate between user and assistant roles. Make sure the conversation alternates "
                "between user and assistant roles and try again."
            )


def _check_tools(conversation: Conversation) -> None:
    uses = any(
        "toolUse" in block or "toolResult" in block
        for message in conversation.messages
        for block in message["content"]
    )
    if uses and not conversation.tools:
        raise _error("The toolConfig field must be defined when using toolUse and toolResult content blocks.")
    for number, tool in enumerate(conversation.tools):
        if len(tool) != 1:
            raise _error(
                f"Tool object at toolConfig.tools.{number} must set one of the following keys: toolSpec, systemTool, cachePoint."
            )
        _check_schema(tool, number)
    names = conversation.tool_names
    for name in names:
        if names.count(name) > 1:
            raise _error(
                f"The toolConfig field contains a duplicate tool name: {name}. Remove the duplicate and try again."
            )
    _check_choice(conversation)


def _check_schema(tool: Mapping[str, Any], number: int) -> None:
    if "toolSpec" not in tool:
        return
    schema = tool["toolSpec"]["inputSchema"].get("json")
    if not isinstance(schema, Mapping) or schema.get("type", "object") != "object":
        raise _error(
            f"The value at toolConfig.tools.{number}.toolSpec.inputSchema.json.type must be one of the following: object."
        )


def _check_choice(conversation: Conversation) -> None:
    choice = conversation.tool_choice
    if len(choice) > 1:
        raise _error(
            "ToolChoice object at toolConfig.toolChoice must set one of the following keys: auto, any, tool."
        )
    name = choice.get("tool", {}).get("name")
    if name is not None and name not in conversation.tool_names:
        raise _error(
            f"The provided tool choice {name} is not defined in toolConfig.tools. Add it to toolConfig.tools and try again."
        )


def _check_tool_results(messages: Sequence[Mapping[str, Any]]) -> None:
    """Check that the results of a message are those of the calls in the message before."""
    asked: list[str] = []
    for place, message in enumerate(messages):
        brought = list(_ids(message, "toolResult"))
        missing = [each for each in asked if each not in brought]
        if missing:
            raise _error(
                f"Expected toolResult blocks at messages.{place}.content for the following Ids: {', '.join(missing)}"
            )
        if len(brought) > len(asked):
            raise _error(
                f"The number of toolResult blocks at messages.{place}.content exceeds the number of toolUse blocks of "
                "previous turn."
            )
        asked = list(_ids(message, "toolUse"))


def _ids(message: Mapping[str, Any], kind: str) -> Iterator[str]:
    return (block[kind]["toolUseId"] for block in message["content"] if kind in block)


def _error(message: str) -> AwsError:
    return AwsError("ValidationException", message, status=400)
