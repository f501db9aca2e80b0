"""The body that Amazon Nova takes.

Source: Amazon Nova User Guide, "Complete request schema".
"""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from aws_stand_in.overlays.bedrock.families.body import CamelCaseBody


class NovaUnion(CamelCaseBody):
    """An object with exactly one of its members."""

    @model_validator(mode="after")
    def _check_members(self) -> Self:
        found = sum(getattr(self, name) is not None for name in self.model_fields_set)
        if found != 1 or len(self.model_fields_set) != 1:
            raise PydanticCustomError(
                "union", "expected exactly one key with a value, found: {found}", {"found": found}
            )
        return self


class NovaCachePoint(CamelCaseBody):
    """The end of what is cached."""

    type: Literal["default"]


class NovaGuardedText(CamelCaseBody):
    """A text that a guardrail looks at."""

    text: str
    qualifiers: list[str] = Field(default_factory=list)


class NovaGuardContent(NovaUnion):
    """What a guardrail looks at."""

    text: NovaGuardedText | None = None
    image: dict[str, Any] | None = None


class NovaSystemBlock(NovaUnion):
    """A block of the system prompt."""

    text: str | None = None
    guard_content: NovaGuardContent | None = None
    cache_point: NovaCachePoint | None = None


class NovaMediaBlock(NovaUnion):
    """Blocks other than text."""

    image: dict[str, Any] | None = None
    document: dict[str, Any] | None = None
    video: dict[str, Any] | None = None
    audio: dict[str, Any] | None = None


class NovaResultBlock(NovaMediaBlock):
    """A block of a tool's result."""

    text: str | None = None
    json_value: Annotated[Any, Field(alias="json")] = None


class NovaToolUse(CamelCaseBody):
    """A call of a tool."""

    tool_use_id: str
    name: str
    input: dict[str, Any]


class NovaToolResult(CamelCaseBody):
    """The result of a tool."""

    tool_use_id: str
    content: list[NovaResultBlock]
    status: Literal["success", "error"] = "success"


class NovaReasoningText(CamelCaseBody):
    """What the model thought."""

    text: str
    signature: str = ""


class NovaReasoning(NovaUnion):
    """What the model thought, or what of it may not be shown."""

    reasoning_text: NovaReasoningText | None = None
    redacted_content: str | None = None


class NovaBlock(NovaSystemBlock, NovaMediaBlock):
    """A block of a message."""

    tool_use: NovaToolUse | None = None
    tool_result: NovaToolResult | None = None
    reasoning_content: NovaReasoning | None = None


class NovaMessage(CamelCaseBody):
    """A message."""

    role: Literal["user", "assistant"]
    content: Annotated[list[NovaBlock], Field(min_length=1)]


class NovaInferenceConfig(CamelCaseBody):
    """How Nova generates."""

    max_tokens: Annotated[int, Field(ge=1)] | None = None
    temperature: Annotated[float, Field(ge=0, le=1)] = 0.7
    top_p: Annotated[float, Field(ge=0, le=1)] = 0.9
    top_k: Annotated[int, Field(ge=0, le=128)] = 50
    stop_sequences: list[str] = Field(default_factory=list)


class NovaToolSpec(CamelCaseBody):
    """A tool."""

    name: Annotated[str, Field(min_length=1)]
    description: str = ""
    input_schema: dict[str, Any]


class NovaTool(CamelCaseBody):
    """A tool in its wrapping."""

    tool_spec: NovaToolSpec


class NovaNamedTool(CamelCaseBody):
    """The tool that has to be called."""

    name: str


class NovaToolChoice(NovaUnion):
    """Whether a tool has to be called, and which."""

    auto: dict[str, Any] | None = None
    any: dict[str, Any] | None = None
    tool: NovaNamedTool | None = None


class NovaToolConfig(CamelCaseBody):
    """The tools."""

    tools: Annotated[list[NovaTool], Field(min_length=1)]
    tool_choice: NovaToolChoice = NovaToolChoice(auto={})


class NovaBody(CamelCaseBody):
    """The body that Nova takes."""

    schema_version: Literal["messages-v1"] = "messages-v1"
    messages: Annotated[list[NovaMessage], Field(min_length=1)]
    system: list[NovaSystemBlock] = Field(default_factory=list)
    inference_config: NovaInferenceConfig = NovaInferenceConfig()
    tool_config: NovaToolConfig | None = None
