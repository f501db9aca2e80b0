"""Requests sent one after the other."""

from typing import Any

from robot.api.deco import keyword

from load_engine import Measurement, compare_cached, measure_sequence
from PerfMetrics.api_requests import request_to
from PerfMetrics.machine import with_control_measurement
from PerfMetrics.recorder import MeasurementRecorder


class SingleRequestKeywords:
    """Measure requests that do not slow each other down."""

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

        The time is that of libcurl at the socket, from sending the request to the last byte of the response. It does not include
        Robot Framework, which would add a millisecond. The first request opens the connection: name look-up, connecting and TLS
        are reported as `name_lookup_p50_ms`, `connect_p50_ms` and `tls_p50_ms`, and are not part of the response times as long as
        `warm_up` requests are sent first. `server_p50_ms` is the time to the first byte.

        Args:
            route: Method and path, such as `GET /health`. `{number}` in the path or body stands for the number of the
                repetition, counted from 0.
            requests: How many requests are measured. A 95th percentile needs 59 or more.
            warm_up: How many requests are sent first without being counted.
            body: A value to send as JSON, or a string to send as it is.
            headers: Additional headers by name.
            identities: Users whose tokens are sent in turn, as `Sign In` returns them, if one user's limits would not suffice;
                the current user by default.
            name: The name of the measurement in reports; the route by default.

        Returns:
            The measurement, for [Measurement Should Meet]. It is also written to the test's metadata, drawn in log.html, and kept
            as JSON in the folder `measurements` of the output directory.

        Raises:
            ValueError: The route is malformed, or a number is too small.

        Example:
        ```robotframework
        Measure Response Time    GET /health    requests=100
        Measurement Should Meet    p(95)<100    error_rate==0
        ```
        """
        request = request_to(
            route, requests=requests + warm_up, body=body, headers=headers, identities=identities
        )
        with with_control_measurement() as control:
            measurement = measure_sequence(name or route, request, requests=requests, warm_up=warm_up)
        self._recorder.record(measurement, control)
        return measurement

    @keyword(tags=["Measuring"])
    def measure_connection_reuse(
        self, route: str, *, requests: int = 30, body: Any = None, name: str | None = None
    ) -> Measurement:
        """Measure for how many requests the server lets a connection be reused.

        Requests are sent one after the other, and libcurl counts the connections that it has to open. A server that keeps
        connections alive has a `connection_reuse` of 1 - 1 ÷ requests; one that closes them after each response has 0.
        `connect_p50_ms` and `tls_p50_ms` say what each new connection costs.

        Args:
            route: Method and path, such as `GET /health`.
            requests: How many requests are sent, 2 or more.
            body: A value to send as JSON.
            name: The name of the measurement in reports; the route and `connection reuse` by default.

        Returns:
            The measurement, for [Measurement Should Meet].

        Raises:
            ValueError: The route is malformed, or there are fewer than 2 requests.

        Example:
        ```robotframework
        Measure Connection Reuse    GET /health    requests=50
        Measurement Should Meet    reuse>0.9
        ```
        """
        if requests < 2:  # noqa: PLR2004 - one request reuses nothing
            raise ValueError(
                f"Expected 2 requests or more, since one cannot reuse a connection; got {requests}."
            )
        request = request_to(route, requests=requests, body=body)
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
        """Measure how much faster responses from the server's cache are.

        Requests that cannot be in the cache and requests that must be in it alternate on one connection, so that they differ in
        nothing but the cache: `{number}` in the path or the body is new for a miss, and repeated for a hit. A second request is
        faster than the first even without a cache, so only interleaved samples say something about the cache.

        What a response says about itself (`cache_status` in the body; the headers `Cache-Status`, `X-Cache`, `CF-Cache-Status`,
        `Age`) is compared with what it should be: a contradiction makes [Measurement Should Meet] fail.

        Args:
            route: Method and path, such as `POST /api/query`.
            body: A value to send as JSON, with `{number}` somewhere in it.
            pairs: How many hits and misses are measured. 30 detect a speed-up of 2 with certainty, 10 in nine of ten cases.
            warm_up: How many pairs are sent first without being counted.
            identities: Users whose tokens are sent in turn, as `Sign In` returns them, if one user's quota would not suffice.
                Each sends 2 (pairs + warm_up) / users requests, and one more.
            name: The name of the comparison in reports; the route and `cache` by default.

        Returns:
            The comparison, for [Measurement Should Meet]. Its `speedup` is the lower end of the 95 % confidence interval of the
            ratio of the medians (bootstrap), and has to be significant (Mann-Whitney, p ≤ 0.01).

        Raises:
            ValueError: There is no `{number}`.
            AssertionError: A request failed.

        Example:
        ```robotframework
        Activate Fault    latency    service=bedrock-runtime    operation=InvokeModel    delay=500ms
        VAR    &{question}    question=How do I descale machine {number}?
        Measure Cache Speedup    POST /api/query    body=${question}    pairs=15
        Measurement Should Meet    speedup>=1.5    hit_rate==1
        ```
        """
        request = request_to(
            route,
            requests=2 * (pairs + warm_up) + max(1, len(identities or [])),
            body=body,
            identities=identities,
        )
        comparison = compare_cached(name or f"{route} cache", request, pairs=pairs, warm_up=warm_up)
        self._recorder.record(comparison)
        return comparison
