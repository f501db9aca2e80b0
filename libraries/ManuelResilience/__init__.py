"""The backend's resilience: circuit breakers, errors, retries, and recovery after a test."""

from robot.api.deco import library

from ManuelEnvironment.keyword_arguments import KeywordLibrary
from ManuelEnvironment.version import VERSION
from ManuelResilience.circuit_breakers import CircuitBreakers
from ManuelResilience.keywords.breakers import BreakerKeywords
from ManuelResilience.keywords.causes import BackendCauseKeywords
from ManuelResilience.keywords.error_queue import ErrorQueueKeywords
from ManuelResilience.keywords.errors import ErrorKeywords
from ManuelResilience.keywords.questions import RepeatedQuestionKeywords
from ManuelResilience.keywords.retries import RetryKeywords
from ManuelResilience.listener import Recovery


@library(scope="GLOBAL", version=VERSION, doc_format="MARKDOWN")
class ManuelResilience(KeywordLibrary):
    """Check what Manuel does when its dependencies fail: circuit breakers, retries, error responses, and recovery.

    %TOC%

    ## Usage

    Import the library through `resources/failures.resource`, which imports the libraries it works with as well: `ManuelAPI`,
    `MockAWS` and `FailureSimulator`. This suite is complete:

    ```robotframework
    *** Settings ***
    Resource    ../../resources/failures.resource
    Test Tags    chaos    api-call    needs:fault-injection    needs:cost    needs:destructive    needs:admin-user

    *** Test Cases ***
    Failing Model Opens Its Circuit Breaker
        Sign In With Manual    coffee-machine.pdf
        Activate Failure    circuit_breaker_open
        Circuit Breaker Should Be    bedrock    open
        Ask    How do I descale it?    status=503
        Error Should Be Uniform    503    service_unavailable
    ```

    ## Named failures

    When a suite starts, the library loads the failures of `resources/failures/*.yaml`, and tells `FailureSimulator` which
    keywords bring about `circuit_breaker_open`, `rate_limit_exceeded` and `quota_exceeded`. So `Activate Failure
    quota_exceeded` needs no preparation.

    ## Recovery after a test

    Circuit breakers live as long as the backend's process, longer than any test. After a test that has made failures, whatever
    its outcome, and after any other that is tagged `needs:fault-injection`, the library closes those that have changed, as an
    administrator would, if the environment has one. Tests therefore do not depend on each other's failures.
    """

    def __init__(self) -> None:
        breakers = CircuitBreakers()
        super().__init__(
            [
                BreakerKeywords(breakers),
                BackendCauseKeywords(),
                ErrorKeywords(),
                ErrorQueueKeywords(),
                RepeatedQuestionKeywords(),
                RetryKeywords(),
                Recovery(breakers),
            ]
        )
