"""The model that answers in place of a large one: it quotes the context it is given and makes nothing up.

Imitated: an obedient assistant with a retrieval-augmented prompt. It finds context and question in the prompt,
answers with the sentences of the context that match the question best, and says that it does not know if no
sentence matches. The same prompt always gets the same answer.

Not imitated: it understands nothing, follows no other instruction, uses no tools and sees no images.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from aws_stand_in.overlays.bedrock import text
from aws_stand_in.scripts import AnswerScript, Scripts

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
        text: The answer.
        stop_reason: Why the answer ended, in Anthropic's terms: `end_turn`, `max_tokens`, …
        input_tokens: An estimate for system prompt and messages.
        output_tokens: An estimate for the answer.
    """

    text: str
    stop_reason: str
    input_tokens: int
    output_tokens: int


class StandInModel:
    """Answers a prompt by a script if one matches, else from the prompt's context."""

    def __init__(self, scripts: Scripts[AnswerScript]) -> None:
        self._scripts = scripts

    def answer(
        self, account_id: str, *, system: str, messages: Sequence[str], max_tokens: int | None = None
    ) -> StandInAnswer:
        """Answer the last message.

        Args:
            account_id: The account whose scripts apply.
            system: The system prompt; may be empty.
            messages: The conversation, which ends with a message of the user.
            max_tokens: After how many tokens the answer is cut; None for no limit.
        """
        prompt = "\n".join((system, *messages))
        full, stop_reason = self._scripted(account_id, prompt) or (
            from_context(system, messages[-1]),
            "end_turn",
        )
        kept = full if max_tokens is None else full[: max_tokens * 4]
        return StandInAnswer(
            text=kept,
            stop_reason=stop_reason if kept == full else "max_tokens",
            input_tokens=text.count_tokens(prompt),
            output_tokens=text.count_tokens(kept),
        )

    def _scripted(self, account_id: str, prompt: str) -> tuple[str, str] | None:
        for script in self._scripts.of(account_id):
            if script.matches(prompt):
                script.use()
                if script.times == 0:
                    self._scripts.discard(script, account_id)
                return script.answer, script.stop_reason
        return None


def from_context(system: str, message: str) -> str:
    """Answer the question in a prompt with sentences from its context.

    Example:
        >>> from_context("", "<context>Press P to descale. The lid is red.</context> How do I descale it?")
        'Press P to descale.'
    """
    context, question = _split(system, message)
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


def _split(system: str, message: str) -> tuple[str, str]:
    question = _question(message)
    for part in (message, system):
        if tagged := _CONTEXT_TAG.findall(part):
            return "\n\n".join(content for _, content in tagged), question
        if labelled := _CONTEXT_LABEL.search(part):
            return labelled[1], question
    return _before(message, question), question


def _question(message: str) -> str:
    if tagged := _QUESTION_TAG.findall(message):
        return str(tagged[-1][1]).strip()
    if labelled := _QUESTION_LABEL.findall(message):
        return str(labelled[-1]).strip()
    untagged = _CONTEXT_TAG.sub("\n\n", message)
    asking = [sentence for sentence in text.sentences(untagged) if sentence.endswith("?")]
    return asking[-1] if asking else untagged.strip()


def _before(message: str, question: str) -> str:
    return " ".join(message.split()).rpartition(" ".join(question.split()))[0]
