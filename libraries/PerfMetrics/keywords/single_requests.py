"""One request after the other."""

from typing import Any

from robot.api.deco import keyword

from load_engine import Measurement, compare_cached, measure_sequence
from PerfMetrics.api_requests import request_to
from PerfMetrics.recorder import MeasurementRecorder


class SingleRequestKeywords:
    """Measure requests that do not get in each other's way."""

    def __init__(self, recorder: MeasurementRecorder) -> None:
        self._recorder = recorder

    @keyword(tags=["Measuring"])
    def measure_response_time(  # noqa: PLR0913 - a request has these parts
        self,
        route: str,
        *,
        requests: int = 30,
        warm_up: int = 3,
        body: Any = None,
        headers: dict[str, str] | None = None,
        identities: list[Any] | None = None,
        name: str | None = None,
    ) -> Measurement:
        """Measure how long requests take, one after the other on one connection.

        The time is libcurl's, at the socket: from sending to the last byte. It holds nothing of Robot Framework, which
        would add a millisecond. The first request opens the connection; name look-up, connecting and TLS are reported as
        `name_lookup_p50_ms`, `connect_p50_ms` and `tls_p50_ms`, and are not part of the response times, since `warm_up`
        requests go before. `server_p50_ms` is the time to the first byte. Requests are sent as whoever is signed in.

        Args:
            route: Method and path, as `GET /health`. `{number}` in the path or body stands for the number of the
                repetition, from 0.
            requests: How many are measured. A 95th percentile wants 59 or more.
            warm_up: How many go before and do not count.
            body: What is sent as JSON: a dictionary, or a text as it is.
            headers: More headers by name.
            identities: Users whose requests take turns, as from `Sign In`, where one user's limits would not do; whoever is
                signed in if it is not given.
            name: What the measurement is called in reports; the route if it is not given.

        Returns:
            The measurement, for [Measurement Should Meet]. It is also written into the test's metadata, drawn in log.html, and
            kept as JSON in the folder `measurements` of the output directory.

        Raises:
            ValueError: The route is not one, or a number is too small.

        Example:
        ```robotframework
        Measure Response Time    GET /health    requests=100
        Measurement Should Meet    p(95)<100    error_rate==0
        ```
        """
        request = request_to(route, body=body, headers=headers, identities=identities)
        measurement = measure_sequence(name or route, request, requests=requests, warm_up=warm_up)
        self._recorder.record(measurement)
        return measurement

    @keyword(tags=["Measuring"])
    def measure_connection_reuse(
        self, route: str, *, requests: int = 30, body: Any = None, name: str | None = None
    ) -> Measurement:
        """Measure for how many requests the server lets the connection be used again.

        Requests go out one after the other, and libcurl counts the connections that it has to open. A server that keeps
        connections alive has a `connection_reuse` of 1 - 1 ÷ requests; one that closes them after each answer has 0.
        `connect_p50_ms` and `tls_p50_ms` say what each new connection costs.

        Args:
            route: Method and path, as `GET /health`.
            requests: How many are sent, 2 or more.
            body: What is sent as JSON.
            name: What the measurement is called in reports; the route and `connection reuse` if it is not given.

        Returns:
            The measurement, for [Measurement Should Meet].

        Example:
        ```robotframework
        Measure Connection Reuse    GET /health    requests=50
        Measurement Should Meet    reuse>0.9
        ```
        """
        if requests < 2:  # noqa: PLR2004 - one request reuses nothing
            raise ValueError(f"It takes 2 requests or more to use a connection again, not {requests}.")
        request = request_to(route, body=body)
        label = name or f"{route} connection reuse"
        measurement = measure_sequence(label, request, requests=requests, warm_up=0)
        self._recorder.record(measurement)
        return measurement

    @keyword(tags=["Measuring"])
    def measure_cache_speedup(  # noqa: PLR0913 - a request has these parts
        self,
        route: str,
        *,
        body: Any = None,
        pairs: int = 30,
        warm_up: int = 2,
        identities: list[Any] | None = None,
        name: str | None = None,
    ) -> Any:
        """Measure how much faster the answers are that come from the server's cache.

        Requests that the cache can't know and requests that it must know take turns on one connection, so that nothing but the
        cache tells them apart: `{number}` in the path or the body makes them different, and stays the same for those
        that are to hit. A second call is faster than the first without any cache as well; only the interleaved samples
        say something about the cache.

        What an answer says itself (`cache_status` in the body; the headers `Cache-Status`, `X-Cache`, `CF-Cache-Status`,
        `Age`) is held against what it should be: one that contradicts makes [Measurement Should Meet] fail.

        Args:
            route: Method and path, as `POST /api/query`.
            body: What is sent as JSON, with `{number}` somewhere.
            pairs: How many of each kind are measured. 30 find a speed-up of 2 for certain, 10 in nine of ten cases.
            warm_up: How many pairs go before and do not count.
            identities: Users whose requests take turns, as from `Sign In`, where one user's quota would not do. Each
                sends 2 (pairs + warm_up) / users requests, and one more.
            name: What the comparison is called in reports; the route and `cache` if it is not given.

        Returns:
            The comparison, for [Measurement Should Meet]. Its `speedup` is the lower end of the 95 % confidence
            interval of the ratio
            of the medians (bootstrap), and it has to be significant (Mann-Whitney, p ≤ 0.01).

        Raises:
            ValueError: There is no `{number}`.
            AssertionError: A request failed.

        Example:
        ```robotframework
        VAR    &{question}    question=How do I descale machine {number}?
        Measure Cache Speedup    POST /api/query    body=${question}    pairs=15
        Measurement Should Meet    speedup>=2    hit_rate==1
        ```
        """
        request = request_to(route, body=body, identities=identities)
        comparison = compare_cached(name or f"{route} cache", request, pairs=pairs, warm_up=warm_up)
        self._recorder.record(comparison)
        return comparison
