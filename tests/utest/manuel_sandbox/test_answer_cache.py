"""The cache of answers in isolation."""

import pytest

from manuel_sandbox.domain.answer_cache import AnswerCache, normalise


def make_cache(now: list[float]) -> AnswerCache[str]:
    return AnswerCache(ttl_seconds=60, clock=lambda: now[0], most_entries=2)


def test_the_least_recently_used_answer_is_dropped() -> None:
    cache = make_cache([0.0])
    cache.put("user", 1, "first", "1")
    cache.put("user", 1, "second", "2")
    assert cache.get("user", 1, "first") == "1"
    cache.put("user", 1, "third", "3")
    assert cache.get("user", 1, "second") is None
    assert (cache.get("user", 1, "first"), cache.get("user", 1, "third")) == ("1", "3")


def test_an_answer_belongs_to_one_user_and_state_and_expires() -> None:
    now = [0.0]
    cache = make_cache(now)
    cache.put("user", 1, "How?", "so")
    assert cache.get("user", 1, "how") == "so"
    assert cache.get("other", 1, "How?") is None
    assert cache.get("user", 2, "How?") is None
    now[0] = 59.9
    assert cache.get("user", 1, "How?") == "so"
    now[0] = 60.0
    assert cache.get("user", 1, "How?") is None


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("step 2²", "step 22"),
        ("Maße", "Masse"),
        ("½ cup", "1\N{FRACTION SLASH}2 cup"),
        ("drucke", "drücke"),
        ("E10", "E1 0"),
    ],
)
def test_different_questions_stay_different(question: str, other: str) -> None:
    assert normalise(question) != normalise(other)


@pytest.mark.parametrize("variant", ["HOW DO I WÄSH IT", " how  do i wa\u0308sh it ?", "How do I wäsh it…"])
def test_spellings_of_a_question_are_the_same(variant: str) -> None:
    assert normalise(variant) == normalise("How do I wäsh it?")
