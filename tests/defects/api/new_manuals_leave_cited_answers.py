"""A new manual leaves the cached answers that cite another one: it is not found by the same question for an hour."""

NOTICED_BY = "New Manual Is Used For Questions That Another Manual Has Answered"


def apply() -> None:
    """Let answers with sources depend on deletions alone."""
    from collections import Counter

    from manuel_sandbox.domain.answer_cache import AnswerCache
    from manuel_sandbox.domain.library import Library

    deletions = Counter()
    remove, get, put = Library.remove, AnswerCache.get, AnswerCache.put

    def remove_and_count(self, manual):
        deletions[manual.owner] += 1
        return remove(self, manual)

    def get_either(self, user, state, question):
        return get(self, user, -1 - deletions[user], question) or get(self, user, state, question)

    def put_by_sources(self, user, state, question, answer):
        put(self, user, -1 - deletions[user] if answer.sources else state, question, answer)

    Library.remove, AnswerCache.get, AnswerCache.put = remove_and_count, get_either, put_by_sources
