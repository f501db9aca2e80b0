"""Send requests, time them at the socket, and judge the times. It needs neither Robot Framework nor a certain API.

    >>> from load_engine import LoadStage, RequestTemplate, Threshold, measure_arrivals
    >>> request = RequestTemplate("GET", "http://127.0.0.1:8080/ok?n={number}")
    >>> stages = [LoadStage(seconds=0.5, from_rate=0, to_rate=100), LoadStage(seconds=1, from_rate=100, to_rate=100)]
    >>> measurement = measure_arrivals("GET /ok at 100/s", request, stages, max_in_flight=200)
    >>> measurement.figures()["count"]
    125
    >>> Threshold.parse("error_rate==0").problem(measurement) is None
    True

Which function answers which question:

| question | function |
|---|---|
| How long does a request take? | `measure_sequence` |
| Do concurrent requests slow each other down? (closed model) | `measure_users` |
| How long do requests take at a given rate, even if the server stalls? (open model) | `measure_arrivals` |
| How much faster are responses from a cache? | `compare_cached` |

Each returns a `Measurement` or a `SampleComparison`. A `Threshold` judges it, `store` keeps it as JSON and merges it, and
`charts` draws it.
"""

from load_engine.comparison import SampleComparison
from load_engine.load import measure_arrivals, measure_users
from load_engine.measurement import Measurement
from load_engine.request_template import RequestTemplate
from load_engine.schedule import LoadStage
from load_engine.sequences import compare_cached, measure_sequence
from load_engine.thresholds import Threshold

__all__ = [
    "LoadStage",
    "Measurement",
    "RequestTemplate",
    "SampleComparison",
    "Threshold",
    "compare_cached",
    "measure_arrivals",
    "measure_sequence",
    "measure_users",
]
