"""How the backend bears failures: its circuit breakers, its errors, its retries, and its recovery after a test."""

from robot.api.deco import library

from ManuelEnvironment.keyword_arguments import KeywordLibrary
from ManuelEnvironment.version import VERSION
from ManuelResilience.circuit_breakers import CircuitBreakers
from ManuelResilience.keywords.breakers import BreakerKeywords
from ManuelResilience.keywords.causes import CauseKeywords
from ManuelResilience.keywords.errors import ErrorKeywords
from ManuelResilience.keywords.questions import QuestionKeywords
from ManuelResilience.keywords.retries import RetryKeywords
from ManuelResilience.listener import Recovery


@library(scope="GLOBAL", version=VERSION, doc_format="MARKDOWN")
class ManuelResilience(KeywordLibrary):
    """What Manuel does when something fails, and that it is well again afterwards.

    %TOC%

    It works on the sessions and failures of `ManuelAPI`, `MockAWS` and `FailureSimulator`, which a suite has to import as
    well: `resources/failures.resource` imports all of them.

    ## Failures by name

    When a suite starts, the failures of `resources/failures/*.yaml` are loaded, and `FailureSimulator` is told what brings
    `circuit_breaker_open`, `rate_limit_exceeded` and `quota_exceeded` about, so that `Activate Failure    quota_exceeded`
    simply works.

    ## After each test

    Circuit breakers live as long as the backend's process, longer than any test. After a test tagged `needs:fault-injection`
    those that are not as they were in the beginning are closed, as an administrator does it, if the environment has one. So
    tests do not depend on each other's failures.
    """

    def __init__(self) -> None:
        breakers = CircuitBreakers()
        super().__init__(
            [
                BreakerKeywords(breakers),
                CauseKeywords(),
                ErrorKeywords(),
                QuestionKeywords(),
                RetryKeywords(),
                Recovery(breakers),
            ]
        )
