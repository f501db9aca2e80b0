"""Response times, load, and what can be said about them."""

from robot.api.deco import library

from load_engine.rates import Rate
from ManuelEnvironment.keyword_arguments import KeywordLibrary
from ManuelEnvironment.version import VERSION
from PerfMetrics.keywords.judging import JudgingKeywords
from PerfMetrics.keywords.load import LoadKeywords
from PerfMetrics.keywords.single_requests import SingleRequestKeywords
from PerfMetrics.recorder import MeasurementRecorder


@library(scope="GLOBAL", version=VERSION, doc_format="MARKDOWN", converters={Rate: Rate.parse})
class PerfMetrics(KeywordLibrary):
    """Measure response times at the socket, send load, and judge the numbers.

    %TOC%

    ## Measure, then judge

    ```robotframework
    *** Test Cases ***
    Health Answers Quickly
        [Tags]    performance
        Measure Response Time    GET /health    requests=100
        Measurement Should Meet    p(95)<100    error_rate==0

    Health Stands Two Hundred Requests A Second
        [Tags]    performance    load    needs:load
        Run Load    GET /health    rate=200/s    duration=10 s
        Service Level Should Be Met    GET /health
        Measurement Should Meet    dropped==0
    ```

    Requests are sent as whoever is signed in (library `ManuelAuth`), to the environment under test. What was measured
    is drawn in log.html, is in the test's metadata and in results.json, and is kept as JSON in the folder
    `measurements` of the output directory.

    ## Which keyword

    | question | keyword |
    |---|---|
    | How long does a request take? | [Measure Response Time] |
    | Do concurrent requests get in each other's way? | [Run Concurrent Requests] |
    | How long do they take at a given rate, also while the server stalls? | [Run Load], [Run Staged Load] |
    | Is the cache worth it? | [Measure Cache Speedup] |
    | Are connections used again? | [Measure Connection Reuse] |

    ## What the numbers mean

    - Times are milliseconds. They are taken by libcurl at the socket; Robot Framework's own time is not in them.
    - Percentiles are by nearest rank, over all requests: a failed one counts as slower than any answer.
    - Only 2xx is success.
    - "Faster" is a statement over interleaved samples, with a confidence interval.
    - Processes that test in parallel measure one at a time. What they measured under one name is merged from counts.
    - Where pycurl can't be installed, `http.client` in threads takes its place; each result says which it was.
    """

    def __init__(self) -> None:
        recorder = MeasurementRecorder()
        components = [
            SingleRequestKeywords(recorder),
            LoadKeywords(recorder),
            JudgingKeywords(recorder),
            recorder,
        ]
        super().__init__(components)
