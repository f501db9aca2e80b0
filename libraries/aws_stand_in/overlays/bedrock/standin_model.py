"""The stand-in for a large language model: it quotes the context that it is given, and makes nothing up.

Imitated: an obedient assistant with a retrieval-augmented prompt. It finds context and question in the prompt,
answers with the sentences of the context that match the question best, and says that it does not know if no
sentence matches. The same prompt always gets the same answer. It calls tools as a script tells it, or if the request makes
it call one, with the members that the tool's schema requires.

Not imitated: it understands nothing, follows no other instruction, chooses no tool itself and sees no images.
"""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aws_stand_in.overlays.bedrock import text
from aws_stand_in.overlays.bedrock.conversation import Conversation, text_of
from aws_stand_in.overlays.bedrock.prompt_cache import CacheUse, PromptCache
from aws_stand_in.overlays.bedrock.tool_choice import forced_call
from aws_stand_in.scripts import AnswerScript, Scripts

NOT_CACHED = CacheUse()
DOES_NOT_KNOW = "I do not know. The context I was given does not answer this question."
MOST_SENTENCES = 3
_ENOUGH_OF_THE_BEST = 0.6

_CONTEXT_TAG = re.compile(
    r"<(context|contexts|documents?|search_results?|sources?|excerpts?|passages?|manuals?|chunks?)\b[^>]*>"
    r"(.*?)</\1>",
    re.DOTALL | re.IGNORECASE,
)
_QUESTION_TAG = re.compile(
    r"<(question|query|user_question|user_query|user_input)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE
)
_CONTEXT_LABEL = re.compile(
    r"^[#* ]*(?:context|search results|excerpts?|sources?|documents?|passages?)[^:\n]{0,60}:(.*?)"
    r"(?=^[#* ]*(?:user )?(?:question|query)[^:\n]{0,20}:|\Z)",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
_QUESTION_LABEL = re.compile(
    r"^[#* ]*(?:user )?(?:question|query)[^:\n]{0,20}:\s*(.*?)(?=\n\s*\n|^[#* ]*\w+:|\Z)",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
_TAG = re.compile(r"</?\w[^>]*>")


@dataclass(frozen=True, slots=True)
class StandInAnswer:
    """What the model returns.

    Attributes:
        text: What it says; may be empty.
        stop_reason: Why the answer ended, in Anthropic's terms: `end_turn`, `max_tokens`, …
        tokens_read: How many tokens the model has read, those from its cache included.
        tool_calls: Content blocks of Converse for the tools that it calls.
        stop_sequence: The text at which it has stopped, if that is its reason.
        cache: What of the prompt was cached; None for a prompt without cache points.
        seconds_per_token: How long it takes for a token.
    """

    text: str
    stop_reason: str
    tokens_read: int = 0
    tool_calls: Sequence[Mapping[str, Any]] = ()
    stop_sequence: str | None = None
    cache: CacheUse | None = None
    seconds_per_token: float = 0.0

    @property
    def input_tokens(self) -> int:
        """How many tokens count as input: those that the cache has nothing to do with."""
        return self.tokens_read - self.cached.read - self.cached.written

    @property
    def cached(self) -> CacheUse:
        """What of the prompt was cached."""
        return self.cache or NOT_CACHED

    @property
    def output_tokens(self) -> int:
        """How many tokens the answer has."""
        return text.count_tokens(self.text) + sum(
            text.count_tokens(text_of(call)) for call in self.tool_calls
        )

    @property
    def content(self) -> list[Mapping[str, Any]]:
        """The answer as content blocks of Converse."""
        said = [{"text": self.text}] if self.text or not self.tool_calls else []
        return [*said, *self.tool_calls]

    @property
    def seconds(self) -> float:
        """How long the model takes for all of it."""
        return self.output_tokens * self.seconds_per_token


class StandInModel:
    """Answers a prompt by a script if one matches, else from the prompt's context.

    Args:
        scripts: What the model is told to say.
        cache: Knows which prompts have been seen.
    """

    def __init__(self, scripts: Scripts[AnswerScript], cache: PromptCache) -> None:
        self._scripts = scripts
        self._cache = cache

    def answer(self, account_id: str, model: str, conversation: Conversation) -> StandInAnswer:
        """Answer the last message.

        Args:
            account_id: The account whose scripts apply.
            model: The model's id; what it has cached is its own.
            conversation: System prompt, messages, tools and limits.
        """
        chosen = self._scripted(account_id, conversation) or _unscripted(conversation)
        return replace(
            _limit(chosen, conversation),
            tokens_read=conversation.tokens,
            cache=self._cache.use(account_id, model, conversation),
        )

    def forget(self, account_id: str) -> None:
        """Forget what an account has asked."""
        self._cache.forget(account_id)

    def _scripted(self, account_id: str, conversation: Conversation) -> StandInAnswer | None:
        scripts = self._scripts.of(account_id)
        prompt = conversation.prompt if scripts else ""
        for script in scripts:
            can_answer = script.matches(prompt) and _can_call(script.tools, conversation)
            if can_answer and self._scripts.use(script, account_id):
                return StandInAnswer(
                    script.answer,
                    script.stop_reason,
                    tool_calls=_blocks(script.tool_calls, prompt),
                    seconds_per_token=script.seconds_per_token,
                )
        return None


def _can_call(tools: set[str], conversation: Conversation) -> bool:
    return tools <= set(conversation.tool_names) and not tools & conversation.tools_with_results


def _unscripted(conversation: Conversation) -> StandInAnswer:
    if call := forced_call(conversation):
        return StandInAnswer("", "tool_use", tool_calls=_blocks([call], conversation.prompt))
    return StandInAnswer(from_context(conversation.system_text, conversation.question), "end_turn")


def _blocks(calls: Sequence[Mapping[str, Any]], prompt: str) -> list[dict[str, Any]]:
    """Return the content blocks of tool calls, with the same ids whenever the prompt is the same."""
    digest = hashlib.sha256(prompt.encode()).hexdigest()
    return [
        {"toolUse": {"toolUseId": f"tooluse_{digest[:18]}{number:04d}", **call}}
        for number, call in enumerate(calls)
    ]


def _limit(answer: StandInAnswer, conversation: Conversation) -> StandInAnswer:
    """Return an answer cut at the first stop sequence, or where its tokens end."""
    said = answer.text
    found = {at: stop for stop in conversation.stop_sequences if stop and (at := said.find(stop)) >= 0}
    if found:
        at = min(found)
        answer = replace(
            answer, text=said[:at], stop_reason="stop_sequence", stop_sequence=found[at], tool_calls=()
        )
    if conversation.max_tokens is not None and answer.output_tokens > conversation.max_tokens:
        cut = answer.text[: conversation.max_tokens * text.CHARACTERS_PER_TOKEN]
        answer = replace(answer, text=cut, stop_reason="max_tokens", stop_sequence=None, tool_calls=())
    return answer


def from_context(system: str, message: str) -> str:
    """Answer the question in a prompt with sentences from its context.

    Example:
        >>> from_context("", "<context>Press P to descale. The lid is red.</context> How do I descale it?")
        'Press P to descale.'
    """
    context, question = _split_prompt(system, message)
    return " ".join(best_sentences(context, question)) or DOES_NOT_KNOW


def best_sentences(context: str, question: str) -> list[str]:
    """Return up to three sentences that share the most significant words with the question, in their original order."""
    candidates = text.sentences(_TAG.sub("\n\n", context))
    stems = [{text.stem(word) for word in text.words(sentence)} for sentence in candidates]
    frequency = Counter(word for sentence in stems for word in sentence)
    asked = {text.stem(word) for word in text.key_words(question)}
    scores = [
        sum(math.log(1 + len(candidates) / frequency[word]) for word in sorted(asked & sentence))
        for sentence in stems
    ]
    best = max(scores, default=0.0)
    if not best:
        return []
    ranked = sorted(range(len(candidates)), key=lambda index: (-scores[index], index))[:MOST_SENTENCES]
    return [candidates[index] for index in sorted(ranked) if scores[index] >= best * _ENOUGH_OF_THE_BEST]


def _split_prompt(system: str, message: str) -> tuple[str, str]:
    question = _question(message)
    for part in (message, system):
        if tagged := _CONTEXT_TAG.findall(part):
            return "\n\n".join(content for _, content in tagged), question
        if labelled := _CONTEXT_LABEL.search(part):
            return labelled[1], question
    return _text_before(message, question), question


def _question(message: str) -> str:
    if tagged := _QUESTION_TAG.findall(message):
        return str(tagged[-1][1]).strip()
    if labelled := _QUESTION_LABEL.findall(message):
        return str(labelled[-1]).strip()
    untagged = _CONTEXT_TAG.sub("\n\n", message)
    asking = [sentence for sentence in text.sentences(untagged) if sentence.endswith("?")]
    return asking[-1] if asking else untagged.strip()


def _text_before(message: str, question: str) -> str:
    return " ".join(message.split()).rpartition(" ".join(question.split()))[0]
