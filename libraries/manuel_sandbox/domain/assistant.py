"""The assistant, which answers questions from a user's manuals."""

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
    """A passage that an answer is based on, and its manual."""

    manual: Manual
    passage: Passage


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the assistant.

    Attributes:
        is_cached: Whether it comes from the cache.
    """

    text: str
    sources: tuple[Source, ...]
    cost: Cost
    is_cached: bool = False


class Assistant:
    """Finds passages, lets the model answer from them, and caches the answers."""

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
        """Answer a question from the user's manuals, or with a recent answer to the same question.

        Raises:
            DependencyError: The knowledge base or the model has finally failed.
        """
        state = self._library_state(user_id)
        remembered = None if state is None else self._cache.get(user_id, state, question)
        if remembered is not None:
            return replace(remembered, is_cached=True, cost=FREE_ANSWER)
        answer = self._new_answer(user_id, question)
        if state is not None:
            self._cache.put(user_id, state, question, answer)
        return answer

    def record_citations(self, user_id: str, answer: Answer) -> None:
        """Count the citations of an answer; the answer stays the same if that fails."""
        try:
            for manual_id in dict.fromkeys(source.manual.manual_id for source in answer.sources):
                self._library.record_citation(user_id, manual_id)
        except DependencyError:
            logger.warning("The citations could not be counted", exc_info=True)

    def _library_state(self, user_id: str) -> int | None:
        """Return the state that cached answers depend on, or None if it is unknown, so that the cache can't be used."""
        try:
            return self._library.state(user_id)
        except DependencyError:
            logger.warning("The cache can't be used", exc_info=True)
            return None

    def _new_answer(self, user_id: str, question: str) -> Answer:
        """Answer without the cache; retrieval and model count as one call, since there is no answer if either of them fails."""
        with self._bedrock.guard("Answer"):
            sources = self._sources(user_id, self._knowledge_base.search(user_id, question))
            answer = self._model.answer(question, [source.passage for source in sources])
        return Answer(answer.text, sources, answer.cost)

    def _sources(self, user_id: str, passages: Sequence[Passage]) -> tuple[Source, ...]:
        """Return the passages of manuals in the user's library; the index may still contain deleted ones."""
        manual_ids = dict.fromkeys(passage.manual_id for passage in passages)
        manuals = {manual_id: self._library.find(user_id, manual_id) for manual_id in manual_ids}
        return tuple(
            Source(manual, passage)
            for passage in passages
            if (manual := manuals[passage.manual_id]) is not None
        )
