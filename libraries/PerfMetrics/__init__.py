"""Response times, load, and what can be said about them."""

from robot.api.deco import library

from load_engine.rates import Rate
from ManuelEnvironment.keyword_arguments import KeywordLibrary
from ManuelEnvironment.version import VERSION
from PerfMetrics.keywords.distributed import DistributedKeywords
from PerfMetrics.keywords.load import LoadKeywords
from PerfMetrics.keywords.mixes import MixKeywords
from PerfMetrics.keywords.single_requests import SingleRequestKeywords
from PerfMetrics.keywords.thresholds import ThresholdKeywords
from PerfMetrics.recorder import MeasurementRecorder


@library(scope="GLOBAL", version=VERSION, doc_format="MARKDOWN", converters={Rate: Rate.parse})
class PerfMetrics(KeywordLibrary):
    """Measure response times at the socket, send load, and compare the numbers with thresholds.

    %TOC%

    ## Usage

    Import the library through `resources/performance.resource`, or by its name. This suite is complete:

    ```robotframework
    *** Settings ***
    Resource    ../../resources/performance.resource
    Test Tags    performance

    *** Test Cases ***
    Health Answers Quickly
        API Should Be Up
        Measure Response Time    GET /health    requests=100
        Measurement Should Meet    p(95)<100    error_rate==0

    Health Withstands Two Hundred Requests A Second
        [Tags]    load    needs:load
        API Should Be Up
        Run Load    GET /health    rate=200/s    duration=10 s
        Service Level Should Be Met    GET /health
        Measurement Should Meet    dropped==0
    ```

    Requests are sent to the environment under test as the signed-in user (see the library `ManuelAuth`). Each measurement is
    drawn in log.html, appears in the test's metadata and in results.json, and is kept as JSON in the folder `measurements` of the
    output directory.

    ## Which keyword

    | question | keyword |
    |---|---|
    | How long does a request take? | [Measure Response Time] |
    | Do concurrent requests slow each other down? | [Run Concurrent Requests] |
    | How long do requests take at a given rate, even while the server stalls? | [Run Load], [Run Staged Load] |
    | What do users experience who do different things? | [Run Load Mix] |
    | What if one machine cannot send as much? | [Run Distributed Load], [Lead Distributed Load] |
    | Is the cache worth it? | [Measure Cache Speedup] |
    | Are connections reused? | [Measure Connection Reuse] |

    ## What the numbers mean

    - Times are in milliseconds, taken by libcurl at the socket; they do not include Robot Framework's own time.
    - Percentiles use the nearest rank over all requests: a failed request counts as slower than any response.
    - Only a 2xx status is a success.
    - "Faster" is a statement about interleaved samples, with a confidence interval.
    - Processes that run tests in parallel measure one at a time. Measurements of the same name are merged from their counts.
    - Where pycurl cannot be installed, `http.client` in threads takes its place; each result says which one was used.
    """

    def __init__(self) -> None:
        recorder = MeasurementRecorder()
        components = [
            SingleRequestKeywords(recorder),
            LoadKeywords(recorder),
            MixKeywords(recorder),
            DistributedKeywords(recorder),
            ThresholdKeywords(recorder),
            recorder,
        ]
        super().__init__(components)
