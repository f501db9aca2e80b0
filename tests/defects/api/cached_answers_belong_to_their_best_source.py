"""A deletion drops the cached answers that cite the manual first; one that cites it second is given for an hour."""

NOTICED_BY = "Cached Answer Goes With Any Manual That It Cites"


def apply() -> None:
    """Let cached answers depend on additions, and on the manual of their first source."""
    from collections import Counter

    from manuel_sandbox.domain.answer_cache import AnswerCache
    from manuel_sandbox.domain.library import Library

    deletions, caches = Counter(), []
    remove, get, put = Library.remove, AnswerCache.get, AnswerCache.put

    def best_source(answer):
        return answer.sources[0].manual.manual_id if answer.sources else None

    def remove_and_drop(self, manual):
        deletions[manual.owner] += 1
        for cache in caches:
            with cache._lock:
                for key in [
                    key
                    for key, (_, answer) in cache._entries.items()
                    if best_source(answer) == manual.manual_id
                ]:
                    del cache._entries[key]
        return remove(self, manual)

    def get_since_additions(self, user, state, question):
        return get(self, user, state - deletions[user], question)

    def put_since_additions(self, user, state, question, answer):
        if self not in caches:
            caches.append(self)
        put(self, user, state - deletions[user], question, answer)

    Library.remove, AnswerCache.get, AnswerCache.put = (
        remove_and_drop,
        get_since_additions,
        put_since_additions,
    )
