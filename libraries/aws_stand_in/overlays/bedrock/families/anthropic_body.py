"""The body that Anthropic's Messages API takes on Bedrock, and the rules of its messages, in the API's words.

Source: Amazon Bedrock User Guide, "Anthropic Claude Messages API" and "Tool use"; Anthropic's API reference, "Messages".
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError

from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.overlays.bedrock.families.body import ModelBody, validation_error

_RANGES = {"temperature": "0..1", "top_p": "0..1", "top_k": "0..500"}
_RANGE_ERRORS = ("greater_than_equal", "less_than_equal")


def _as_blocks(content: Any) -> Any:
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def _as_custom(tools: Any) -> Any:
    if not isinstance(tools, list):
        return tools
    return [{"type": "custom", **tool} if isinstance(tool, dict) else tool for tool in tools]


class CacheControl(ModelBody):
    """A cache point behind a block."""

    type: Literal["ephemeral"]
    ttl: Literal["5m", "1h"] = "5m"


class AnthropicBlock(ModelBody):
    """What all blocks have."""

    cache_control: CacheControl | None = None


class TextBlock(AnthropicBlock):
    """A text."""

    type: Literal["text"]
    text: str
    citations: list[Any] | None = None


class MediaBlock(AnthropicBlock):
    """An image or a document."""

    type: Literal["image", "document"]
    source: dict[str, Any]
    title: str | None = None
    context: str | None = None
    citations: dict[str, Any] | None = None


class ToolUseBlock(AnthropicBlock):
    """A call of a tool."""

    type: Literal["tool_use"]
    id: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]+$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    input: dict[str, Any]


Results = Annotated[
    list[Annotated[TextBlock | MediaBlock, Field(discriminator="type")]], BeforeValidator(_as_blocks)
]


class ToolResultBlock(AnthropicBlock):
    """The result of a tool."""

    type: Literal["tool_result"]
    tool_use_id: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]+$")]
    content: Results = Field(default_factory=list)
    is_error: bool = False


class ThinkingBlock(AnthropicBlock):
    """What the model thought before."""

    type: Literal["thinking"]
    thinking: str
    signature: str


AnyBlock = Annotated[
    TextBlock | MediaBlock | ToolUseBlock | ToolResultBlock | ThinkingBlock, Field(discriminator="type")
]
System = Annotated[list[Annotated[TextBlock, Field()]], BeforeValidator(_as_blocks)]


class AnthropicMessage(ModelBody):
    """A message."""

    role: Literal["user", "assistant"]
    content: Annotated[list[AnyBlock], BeforeValidator(_as_blocks)]


class InputSchema(ModelBody):
    """The schema of a tool's input, which may have whatever JSON Schema has."""

    model_config = ConfigDict(extra="allow")

    type: Literal["object"]


class CustomTool(AnthropicBlock):
    """A tool of the caller."""

    type: Literal["custom"]
    name: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,128}$")]
    description: str = ""
    input_schema: InputSchema


class AnthropicTool(AnthropicBlock):
    """A tool that Anthropic defines."""

    model_config = ConfigDict(extra="allow")

    type: Literal[
        "computer_20241022", "computer_20250124", "text_editor_20250124", "bash_20250124", "memory_20250818"
    ]
    name: str


class ToolChoice(ModelBody):
    """Which tool has to be called."""

    type: Literal["auto", "any", "tool", "none"]
    name: str | None = None
    disable_parallel_tool_use: bool = False


class Thinking(ModelBody):
    """Whether the model shows how it thinks."""

    type: Literal["enabled", "disabled", "adaptive"]
    budget_tokens: Annotated[int, Field(ge=1024)] | None = None


class Metadata(ModelBody):
    """Who asks."""

    user_id: str | None = None


class AnthropicBody(ModelBody):
    """The body."""

    anthropic_version: Literal["bedrock-2023-05-31"]
    max_tokens: Annotated[int, Field(ge=1)]
    messages: list[AnthropicMessage]
    system: System = Field(default_factory=list)
    temperature: Annotated[float, Field(ge=0, le=1)] = 1
    top_p: Annotated[float, Field(ge=0, le=1)] | None = None
    top_k: Annotated[int, Field(ge=0, le=500)] | None = None
    stop_sequences: list[str] = Field(default_factory=list)
    tools: Annotated[
        list[Annotated[CustomTool | AnthropicTool, Field(discriminator="type")]], BeforeValidator(_as_custom)
    ] = Field(default_factory=list)
    tool_choice: ToolChoice | None = None
    thinking: Thinking | None = None
    metadata: Metadata = Field(default_factory=Metadata)
    anthropic_beta: list[str] = Field(default_factory=list)


def read_messages_body(body: Mapping[str, Any]) -> AnthropicBody:
    """Read a body.

    Raises:
        AwsError: ValidationException, in the words of Anthropic's API.
        NotImitatedError: It asks for thinking, or for tools that Anthropic defines.
    """
    _check_for_system_role(body.get("messages"))
    try:
        read = AnthropicBody.model_validate(body)
    except ValidationError as error:
        raise validation_error(_first(error)) from error
    _check_messages(read.messages)
    _check_tools(read)
    if read.thinking and read.thinking.type != "disabled":
        raise NotImitatedError("thinking of the Anthropic messages body")
    return read


def _first(error: ValidationError) -> str:
    found = error.errors(include_url=False)[0]
    place = ".".join(map(str, found["loc"]))
    if found["type"] in _RANGE_ERRORS and place in _RANGES:
        return f"{place}: range: {_RANGES[place]}"
    return f"{place}: {found['msg']}"


def _check_for_system_role(messages: object) -> None:
    if isinstance(messages, list) and any(
        isinstance(message, dict) and message.get("role") == "system" for message in messages
    ):
        raise validation_error(
            'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an '
            "input message role."
        )


def _check_messages(messages: Sequence[AnthropicMessage]) -> None:
    if not messages:
        raise validation_error("messages: at least one message is required")
    if messages[0].role != "user":
        raise validation_error('messages: first message must use the "user" role')
    for before, message in pairwise(messages):
        if before.role == message.role:
            raise validation_error(
                f'messages: roles must alternate between "user" and "assistant", but found multiple "{message.role}" '
                "roles in a row"
            )
    for place, message in enumerate(messages):
        is_prefill = place == len(messages) - 1 and message.role == "assistant"
        if not message.content and not is_prefill:
            raise validation_error(
                f"messages.{place}: all messages must have non-empty content except for the optional final assistant "
                "message"
            )
        _check_texts(message, is_prefill=is_prefill)
    _check_tool_results(messages)


def _check_texts(message: AnthropicMessage, *, is_prefill: bool) -> None:
    texts = [block.text for block in message.content if isinstance(block, TextBlock)]
    if "" in texts:
        raise validation_error("messages: text content blocks must be non-empty")
    if not all(map(str.strip, texts)):
        raise validation_error("messages: text content blocks must contain non-whitespace text")
    if is_prefill and texts and texts[-1] != texts[-1].rstrip():
        raise validation_error("messages: final assistant content cannot end with trailing whitespace")


def _check_tool_results(messages: Sequence[AnthropicMessage]) -> None:
    asked: list[str] = []
    for place, message in enumerate(messages):
        brought = list(_result_ids(message))
        for number, each in brought:
            if each not in asked:
                raise validation_error(
                    f"messages.{place}.content.{number}: unexpected `tool_use_id` found in `tool_result` blocks: {each}. Each "
                    "`tool_result` block must have a corresponding `tool_use` block in the previous message."
                )
        missing = [each for each in asked if each not in [brought_id for _, brought_id in brought]]
        if missing:
            raise _missing_results_error(place - 1, missing)
        asked = [block.id for block in message.content if isinstance(block, ToolUseBlock)]
    if asked:
        raise _missing_results_error(len(messages) - 1, asked)


def _result_ids(message: AnthropicMessage) -> Iterator[tuple[int, str]]:
    for number, block in enumerate(message.content):
        if isinstance(block, ToolResultBlock):
            yield number, block.tool_use_id


def _missing_results_error(place: int, ids: Sequence[str]) -> AwsError:
    return validation_error(
        f"messages.{place}: `tool_use` ids were found without `tool_result` blocks immediately after: {', '.join(ids)}. Each "
        "`tool_use` block must have a corresponding `tool_result` block in the next message."
    )


def _check_tools(body: AnthropicBody) -> None:
    names = [tool.name for tool in body.tools]
    if any(isinstance(tool, AnthropicTool) for tool in body.tools):
        raise NotImitatedError("tools that Anthropic defines")
    if len(set(names)) < len(names):
        raise validation_error("tools: Tool names must be unique.")
    if not names and _uses_tools(body.messages):
        raise validation_error("Requests which include `tool_use` or `tool_result` blocks must define tools")
    if body.tool_choice is not None:
        _check_tool_choice(body.tool_choice, names)


def _uses_tools(messages: Sequence[AnthropicMessage]) -> bool:
    blocks = (block for message in messages for block in message.content)
    return any(isinstance(block, (ToolUseBlock, ToolResultBlock)) for block in blocks)


def _check_tool_choice(choice: ToolChoice, names: Sequence[str]) -> None:
    if not names:
        raise validation_error("tool_choice: may only be specified while providing tools")
    if choice.type == "tool" and choice.name is None:
        raise validation_error("tool_choice.tool.name: Field required")
    if choice.type == "tool" and choice.name not in names:
        raise validation_error(f"Tool '{choice.name}' not found in provided tools")
