"""Cached answers of other users: answers from the cache to a question that the user has not asked before."""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from http.client import OK
from typing import TYPE_CHECKING, Any

from cause_register.rules import CACHED_ANSWER
from ManuelAPI.agreement import subject_of
from ManuelAPI.json_bodies import object_in, object_of
from ManuelAPI.violations import Violation
from ManuelEnvironment import current_environment

if TYPE_CHECKING:
    from requests import Response

COUNTERS = ("daily_used", "monthly_used")
FINDING = "what the user has not asked is answered from the cache"


class CachedAnswersOfOtherUsers:
    """What each user has asked, as far as the session of requests has sent it."""

    def __init__(self) -> None:
        self._asked: defaultdict[object, set[str]] = defaultdict(set)
        self._answers: Counter[object] = Counter()
        self._began = datetime.now(UTC)

    def violations(self, response: "Response") -> list[Violation]:
        """Return a violation if a question was answered from the cache that its user has not asked before.

        That can be told only where answers from the cache are charged, and if the session has sent all questions that are
        counted. Such an answer says nothing about index and model, so that a test that needs them cannot be judged.
        """
        if not (_is_answer(response) and current_environment().settings.cache_hits_charged):
            return []
        answer, question, user = object_of(response), _question_of(response), subject_of(response)
        is_new = question not in self._asked[user]
        self._asked[user].add(question)
        self._answers[user] += 1
        are_all = _counts(answer) == [self._answers[user]] * len(COUNTERS)
        if (
            answer.get("cache_status") != "hit"
            or not (is_new and are_all)
            or self._may_be_of_the_day_before(answer)
        ):
            return []
        return [Violation(f"{FINDING}: usage is {answer['usage']}", FINDING, "cache_status", CACHED_ANSWER)]

    def _may_be_of_the_day_before(self, answer: dict[str, Any]) -> bool:
        """Return whether the answer may be one to an uncounted question of the day before: the cache keeps answers for an hour.

        Questions of a test's own user in the same month are counted, and there are none before the session began; those of
        other users are counted as well, unless the month is reset each day, which is a separate deviation. An answer without a
        time, which is a deviation of its own, is one of this moment.
        """
        try:
            moment = datetime.fromtimestamp(answer["timestamp"], UTC)
        except (KeyError, TypeError, ValueError, OverflowError, OSError):
            moment = datetime.now(UTC)
        if moment.hour > 0:
            return False
        is_of_the_test = current_environment().settings.users == "disposable"
        began_this_month = (self._began.year, self._began.month) == (moment.year, moment.month)
        return not is_of_the_test or (moment.day == 1 and not began_this_month)


def _question_of(response: "Response") -> str:
    """Return the question, without what may differ in the same question; a recording takes precedence over a text."""
    sent = object_in(response.request.body)
    question = object_of(response).get("question") if "file_data" in sent else sent.get("question")
    return "".join(filter(str.isalnum, str(question).casefold()))


def _counts(answer: dict[str, Any]) -> list[Any]:
    usage = answer.get("usage")
    return [usage.get(name) for name in COUNTERS] if isinstance(usage, dict) else []


def _is_answer(response: "Response") -> bool:
    url = str(response.request.url).partition("?")[0]
    is_question = (response.request.method, url) == (
        "POST",
        f"{current_environment().api_base_url}/api/query",
    )
    return is_question and response.status_code == OK
