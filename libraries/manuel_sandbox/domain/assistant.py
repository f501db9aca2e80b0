"""Answers questions from a user's manuals."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from manuel_sandbox.aws.dependency import Dependency
from manuel_sandbox.aws.errors import DependencyError
from manuel_sandbox.domain.answer_cache import AnswerCache
from manuel_sandbox.domain.costs import FREE_ANSWER, Cost
from manuel_sandbox.domain.knowledge import KnowledgeBase, Model, Passage
from manuel_sandbox.domain.library import Library, Manual

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that an answer was made from, and the manual it is in."""

    manual: Manual
    passage: Passage


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says.

    Attributes:
        is_cached: Whether it was given before.
    """

    text: str
    sources: tuple[Source, ...]
    cost: Cost
    is_cached: bool = False


class Assistant:
    """Finds passages, has the model answer from them, and remembers answers for a while."""

    def __init__(
        self,
        *,
        knowledge_base: KnowledgeBase,
        model: Model,
        library: Library,
        cache: AnswerCache[Answer],
        bedrock: Dependency,
    ) -> None:
        self._knowledge_base = knowledge_base
        self._model = model
        self._library = library
        self._cache = cache
        self._bedrock = bedrock

    def answer(self, user_id: str, question: str) -> Answer:
        """Answer a question from the user's manuals, or with what was answered to it a short while ago.

        Raises:
            DependencyError: Knowledge base or model fail for good.
        """
        state = self._library_state(user_id)
        remembered = None if state is None else self._cache.get(user_id, state, question)
        if remembered is not None:
            return replace(remembered, is_cached=True, cost=FREE_ANSWER)
        answer = self._new_answer(user_id, question)
        if state is not None:
            self._cache.put(user_id, state, question, answer)
        return answer

    def note_citations(self, user_id: str, answer: Answer) -> None:
        """Count which manuals an answer cites; that this fails is no reason not to answer."""
        try:
            for manual_id in dict.fromkeys(source.manual.manual_id for source in answer.sources):
                self._library.note_citation(user_id, manual_id)
        except DependencyError:
            logger.warning("citations could not be counted", exc_info=True)

    def _library_state(self, user_id: str) -> int | None:
        """What cached answers depend on; without it the cache is not used."""
        try:
            return self._library.state(user_id)
        except DependencyError:
            logger.warning("the cache can't be used", exc_info=True)
            return None

    def _new_answer(self, user_id: str, question: str) -> Answer:
        """Retrieval and model are one step for the circuit breaker: either of them failing, there is no answer."""
        with self._bedrock.guard("Answer"):
            sources = self._sources(user_id, self._knowledge_base.search(user_id, question))
            answer = self._model.answer(question, [source.passage for source in sources])
        return Answer(answer.text, sources, answer.cost)

    def _sources(self, user_id: str, passages: Sequence[Passage]) -> tuple[Source, ...]:
        """Passages of manuals that are in the user's library now; the index may not know yet that one was deleted."""
        manual_ids = dict.fromkeys(passage.manual_id for passage in passages)
        manuals = {manual_id: self._library.find(user_id, manual_id) for manual_id in manual_ids}
        return tuple(
            Source(manual, passage)
            for passage in passages
            if (manual := manuals[passage.manual_id]) is not None
        )
