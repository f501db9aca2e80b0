"""A request to a model in the one form that all bodies are brought into: Converse's.

So that the same conversation has the same tokens, is matched by the same scripts and is judged by the same guardrails,
however it was sent.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.bedrock import text
from aws_stand_in.overlays.bedrock.guardrail_grounding import Grounding

Block = Mapping[str, Any]
"""A content block of Converse."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """System prompt, messages, tools and limits of a request.

    Attributes:
        messages: Messages in Converse's form, the last of which is answered.
        system: Content blocks of the system prompt.
        tools: Members of Converse's `toolConfig.tools`.
        tool_choice: Converse's `toolChoice`.
        max_tokens: After how many tokens the answer is cut; None for no limit.
        stop_sequences: Texts at which the answer ends.
    """

    messages: Sequence[Mapping[str, Any]]
    system: Sequence[Block] = ()
    tools: Sequence[Block] = ()
    tool_choice: Mapping[str, Any] = field(default_factory=dict)
    max_tokens: int | None = None
    stop_sequences: Sequence[str] = ()

    @classmethod
    def of_text(
        cls, prompt: str, max_tokens: int | None = None, stop_sequences: Sequence[str] = ()
    ) -> "Conversation":
        """Return the conversation that consists of one prompt."""
        return cls(
            [{"role": "user", "content": [{"text": prompt}]}],
            max_tokens=max_tokens,
            stop_sequences=stop_sequences,
        )

    @property
    def prompt(self) -> str:
        """System prompt and messages as one text."""
        return "\n".join(filter(None, (self.system_text, *map(message_text, self.messages))))

    @property
    def system_text(self) -> str:
        """The system prompt."""
        return _join_texts(self.system)

    @property
    def question(self) -> str:
        """What is to be answered: the user's last message; for results of tools, them as context and the last question."""
        last = next(message for message in reversed(self.messages) if message["role"] == "user")
        results = [text_of(block) for block in last["content"] if "toolResult" in block]
        if not results:
            return message_text(last)
        context = "\n".join(f"<document>{result}</document>" for result in results)
        return f"{context}\n<question>{self._last_words()}</question>"

    @property
    def grounding(self) -> Grounding | None:
        """What the answer is compared with; None if the request does not mark a source and a question."""
        source, query = (self._join_qualified(qualifier) for qualifier in ("grounding_source", "query"))
        return Grounding(source, query) if source and query else None

    @property
    def guarded_text(self) -> str:
        """What a guardrail looks at: guarded content if there is any, else all that the user has said."""
        return _join_texts(self._guarded_blocks())

    def masked(self, mask: Callable[[str], str]) -> "Conversation":
        """Return the conversation with what a guardrail looks at masked."""
        guarded = {id(block) for block in self._guarded_blocks()}

        def with_masks(blocks: Sequence[Block]) -> list[Block]:
            return [_mask_block(block, mask) if id(block) in guarded else block for block in blocks]

        messages = [{**message, "content": with_masks(message["content"])} for message in self.messages]
        return replace(self, system=with_masks(self.system), messages=messages)

    @property
    def tool_names(self) -> list[str]:
        """The names of the tools that may be called."""
        return [tool["toolSpec"]["name"] for tool in self.tools if "toolSpec" in tool]

    @property
    def tools_with_results(self) -> set[str]:
        """The names of the tools whose results the last message brings."""
        called = {
            block["toolUse"]["toolUseId"]: block["toolUse"]["name"]
            for message in self.messages
            for block in message["content"]
            if "toolUse" in block
        }
        results = [block["toolResult"] for block in self.messages[-1]["content"] if "toolResult" in block]
        return {called.get(result["toolUseId"], "") for result in results}

    @property
    def tokens(self) -> int:
        """How many tokens the model reads."""
        return text.count_tokens("\n".join(piece for piece in self._pieces() if piece is not None))

    def cached_prefixes(self) -> Iterator[str]:
        """Yield what stands before each cache point, the longest last."""
        before: list[str] = []
        for piece in self._pieces():
            if piece is None:
                yield "\n".join(before)
            else:
                before.append(piece)

    def _pieces(self) -> Iterator[str | None]:
        """Yield the texts that the model reads, in their order, and None for each cache point."""
        for tool in self.tools:
            yield None if "cachePoint" in tool else json.dumps(tool, sort_keys=True)
        for blocks in (self.system, *(message["content"] for message in self.messages)):
            for block in blocks:
                yield None if "cachePoint" in block else text_of(block)

    def _join_qualified(self, qualifier: str) -> str:
        blocks = [*self.system, *(block for message in self.messages for block in message["content"])]
        marked = [block["guardContent"].get("text", {}) for block in blocks if "guardContent" in block]
        return "\n".join(one["text"] for one in marked if qualifier in one.get("qualifiers", ()))

    def _guarded_blocks(self) -> Sequence[Block]:
        asked = [
            block for message in self.messages if message["role"] == "user" for block in message["content"]
        ]
        guarded = [block for block in (*self.system, *asked) if "guardContent" in block]
        return guarded or asked

    def _last_words(self) -> str:
        said = (
            _join_texts([block for block in message["content"] if "text" in block])
            for message in reversed(self.messages)
            if message["role"] == "user"
        )
        return next(filter(None, said), "")


def _mask_block(block: Block, mask: Callable[[str], str]) -> Block:
    """Return a block whose text is masked; the JSON of a tool's result becomes a text."""
    if "cachePoint" in block:
        return block
    if "toolResult" not in block:
        return {"text": mask(text_of(block))}
    result = block["toolResult"]
    return {"toolResult": {**result, "content": [_mask_block(held, mask) for held in result["content"]]}}


def message_text(message: Mapping[str, Any]) -> str:
    """Return what a message says."""
    return _join_texts(message["content"])


def text_of(block: Block) -> str:
    """Return what a content block says; a tool's input and results are said as JSON.

    Raises:
        NotImitatedError: The block is not text.
    """
    ((kind, content),) = block.items()
    reader = _TEXT_OF.get(kind)
    said = None if reader is None else reader(content)
    if said is None:
        raise NotImitatedError(f"content blocks of type {kind}")
    return said


def _join_texts(blocks: Sequence[Block]) -> str:
    return "\n".join(filter(None, map(text_of, blocks)))


_TEXT_OF: Mapping[str, Callable[[Any], str | None]] = {
    "text": str,
    "toolUse": lambda call: f"{call['name']} {json.dumps(call['input'], sort_keys=True)}",
    "toolResult": lambda result: _join_texts(result["content"]),
    "json": lambda value: json.dumps(value, sort_keys=True),
    "guardContent": lambda guarded: str(guarded["text"]["text"]) if "text" in guarded else None,
    "reasoningContent": lambda reasoning: str(reasoning.get("reasoningText", {}).get("text", "")),
    "cachePoint": lambda _point: "",
}
"""How to read the content blocks that say something, by their kind."""
