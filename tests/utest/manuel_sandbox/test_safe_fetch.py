"""Fetching manuals from URLs given by users, without letting them misuse the server."""

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from manuel_sandbox.domain.errors import (
    DownloadFailedError,
    DownloadTimeoutError,
    PayloadTooLargeError,
    UrlNotAllowedError,
)
from manuel_sandbox.domain.safe_fetch import Internet, SafeFetcher, is_public, suggested_name
from support.fake_internet import PUBLIC, FakeInternet, reply
from support.reference_backend import MANUALS, Backend

PDF = (MANUALS / "thermostat.pdf").read_bytes()


@pytest.fixture
def internet() -> Iterator[FakeInternet]:
    internet = FakeInternet()
    yield internet
    internet.stop()


def fetch(internet: FakeInternet, url: str, **limits: Any) -> bytes:
    fetcher = SafeFetcher(network=internet, clock=time.monotonic, **{"most_bytes": 1_000_000, **limits})
    return fetcher.fetch(url)


def test_a_public_file_is_fetched_from_the_address_that_was_checked(internet: FakeInternet) -> None:
    internet.replies = [reply(PDF)]
    assert fetch(internet, "http://manuals.example.com/kettle.pdf?lang=en#page") == PDF
    assert internet.connected == [(PUBLIC, 80)]
    assert internet.requested[0].startswith(
        b"GET /kettle.pdf?lang=en HTTP/1.1\r\nHost: manuals.example.com\r\n"
    )


def test_another_port_and_an_empty_path_are_allowed(internet: FakeInternet) -> None:
    internet.replies = [reply(PDF)]
    assert fetch(internet, "http://manuals.example.com:8080") == PDF
    assert internet.connected == [(PUBLIC, 8080)]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "ftp://manuals.example.com/x",
        "gopher://manuals.example.com/x",
        "data:application/pdf;base64,AAAA",
        "jar:http://manuals.example.com!/x",
        "//manuals.example.com/x",
        "manuals.example.com/x",
        "http://",
        "http:///x",
        "http://user@manuals.example.com/x",
        "http://user:password@manuals.example.com/x",
        "http://manuals.example.com@127.0.0.1/x",
        "http://manuals.example.com:99999/x",
        "http://[::1/x",
        "http://manuals.example.com/a\nb",
        "http://manuals.example.com/a b",
        "http://manuals.example.com/ü",
        "HTTP://manuals.example.com/x",
        "http://manuals.example.com:0/x",
        "http://manuals.example.com:65536/x",
        "http://[12345::]/x",
        "http://.../x",
        "http://manuals.example.com/" + "x" * 2048,
        "http://127.0.0.1/",
        "http://127.0.0.1:9001/2018-06-01/runtime/invocation/next",
        "http://localhost/",
        "http://localhost./",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fd00::1]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.0.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
    ],
)
def test_no_connection_is_opened_to_what_is_not_public(internet: FakeInternet, url: str) -> None:
    with pytest.raises(UrlNotAllowedError):
        fetch(internet, url)
    assert internet.connected == []


@pytest.mark.parametrize("addresses", [["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["::1"], []])
def test_a_name_with_a_private_address_is_rejected(internet: FakeInternet, addresses: list[str]) -> None:
    internet.names["rebound.example.com"] = addresses
    with pytest.raises(UrlNotAllowedError):
        fetch(internet, "http://rebound.example.com/x.pdf")
    assert internet.connected == []


def test_a_name_is_resolved_once_so_that_it_can_not_change(internet: FakeInternet) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    internet.resolve = lambda *_: next(answers)  # type: ignore[method-assign]
    internet.replies = [reply(PDF)]
    assert fetch(internet, "http://manuals.example.com/x.pdf") == PDF
    assert internet.connected == [(PUBLIC, 80)]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 T", "308 P"])
def test_a_redirect_is_followed_and_checked_as_well(internet: FakeInternet, status: str) -> None:
    internet.names["other.example.com"] = ["93.184.216.35"]
    internet.replies = [reply(b"", status=status, Location="http://other.example.com/y.pdf"), reply(PDF)]
    assert fetch(internet, "http://manuals.example.com/x.pdf") == PDF
    assert [address for address, _ in internet.connected] == [PUBLIC, "93.184.216.35"]
    for target in ("http://127.0.0.1/", "file:///etc/passwd", "http://169.254.169.254/", "//localhost/"):
        internet.replies = [reply(b"", status=status, Location=target)]
        with pytest.raises(UrlNotAllowedError):
            fetch(internet, "http://manuals.example.com/x.pdf")


def test_a_redirect_may_be_relative(internet: FakeInternet) -> None:
    internet.replies = [reply(b"", status="302 Found", Location="../y.pdf"), reply(PDF)]
    assert fetch(internet, "http://manuals.example.com/a/x.pdf") == PDF
    assert internet.requested[1].startswith(b"GET /y.pdf ")


def test_endless_redirects_are_abandoned(internet: FakeInternet) -> None:
    internet.replies = [reply(b"", status="302 Found", Location="/again")] * 10
    with pytest.raises(DownloadFailedError):
        fetch(internet, "http://manuals.example.com/x.pdf")
    assert len(internet.connected) == 6


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"x" * 1001),
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1001,
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + b"x" * 1001 + b"\r\n0\r\n\r\n",
    ],
    ids=["declared", "undeclared", "lie", "chunked"],
)
def test_the_size_of_a_file_is_limited(internet: FakeInternet, answer: bytes) -> None:
    internet.replies = [reply(b"x" * 1000), answer]
    assert fetch(internet, "http://manuals.example.com/x.pdf", most_bytes=1000) == b"x" * 1000
    with pytest.raises(PayloadTooLargeError):
        fetch(internet, "http://manuals.example.com/x.pdf", most_bytes=1000)


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"", status="404 Not Found"),
        reply(b"", status="500 Oops"),
        reply(b"", status="302 Found"),
        reply(PDF, Content_Encoding="gzip"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nxx",
        reply(b"", status="302 Found", Location="http://["),
        b"nonsense\r\n\r\n",
        b"",
    ],
    ids=["404", "500", "redirect to nowhere", "gzip", "cut off", "redirect to no URL", "not HTTP", "nothing"],
)
def test_an_unusable_response_is_a_failed_download(internet: FakeInternet, answer: bytes) -> None:
    internet.replies = [answer]
    with pytest.raises(DownloadFailedError):
        fetch(internet, "http://manuals.example.com/x.pdf")


@pytest.mark.parametrize("length", ["\N{SUPERSCRIPT TWO}", "many", "9" * 5000, "-1"])
def test_a_length_that_is_no_number_of_bytes_is_ignored(internet: FakeInternet, length: str) -> None:
    internet.replies = [b"HTTP/1.1 200 OK\r\nContent-Length: " + length.encode("latin-1") + b"\r\n\r\n" + PDF]
    assert fetch(internet, "http://manuals.example.com/x.pdf") == PDF


def trickle(connection: socket.socket) -> None:
    """Send forever, one byte at a time."""
    try:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)
    except OSError:
        return


def stay_silent(connection: socket.socket) -> None:
    connection.recv(1)


@pytest.mark.parametrize("slow", [trickle, stay_silent])
def test_the_duration_is_limited(internet: FakeInternet, slow: Callable[[socket.socket], None]) -> None:
    internet.replies = [slow]
    started = time.monotonic()
    with pytest.raises(DownloadTimeoutError):
        fetch(internet, "http://manuals.example.com/x.pdf", most_seconds=0.2)
    assert time.monotonic() - started < 20


def test_the_duration_includes_redirects(internet: FakeInternet) -> None:
    moments = iter([0.0, 0.0, 11.0])
    internet.replies = [reply(b"", status="302 Found", Location="/again")]
    with pytest.raises(DownloadTimeoutError):
        SafeFetcher(network=internet, most_bytes=10, clock=lambda: next(moments)).fetch(
            "http://manuals.example.com/x.pdf"
        )


def test_https_uses_the_name_of_the_host(internet: FakeInternet) -> None:
    internet.replies = [b"this is no TLS"]
    with pytest.raises(DownloadFailedError):
        fetch(internet, "https://manuals.example.com/x.pdf")
    assert internet.connected == [(PUBLIC, 443)]
    assert b"manuals.example.com" in internet.requested[0]


def test_the_network_of_the_process_verifies_certificates_and_their_names() -> None:
    context = Internet().tls_context()
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://manuals.example.com/x.pdf", "manuals.example.com"),
        ("http://manuals.example.com:8080/x.pdf", "manuals.example.com:8080"),
        ("http://Manuals.example.com:80/x.pdf", "Manuals.example.com:80"),
        ("http://[2606:2800:220:1:248:1893:25c8:1946]/x.pdf", "[2606:2800:220:1:248:1893:25c8:1946]"),
    ],
)
def test_a_site_is_told_its_host_as_the_url_names_it(internet: FakeInternet, url: str, host: str) -> None:
    internet.replies = [reply(PDF)]
    assert fetch(internet, url) == PDF
    assert f"\r\nHost: {host}\r\n".encode() in internet.requested[0]


def test_an_unknown_host_is_a_failed_download(internet: FakeInternet) -> None:
    def unknown(*_: Any) -> list[str]:
        raise socket.gaierror

    internet.resolve = unknown  # type: ignore[method-assign]
    with pytest.raises(DownloadFailedError):
        fetch(internet, "http://nowhere.invalid/x.pdf")


def test_the_network_of_the_process_resolves_and_connects() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert "127.0.0.1" in Internet().resolve("localhost", port)
        Internet().connect("127.0.0.1", port, 1).close()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (PUBLIC, True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::5db8:d822", True),
        ("127.0.0.1", False),
        ("fe80::1%eth0", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("198.51.100.1", False),
        ("2001:0:7f00:1::7fff:fffe", False),
        ("2002:5db8:d822::", False),
        ("::127.0.0.1", False),
        ("::ffff:0:93.184.216.34", False),
        ("64:ff9b:1::5db8:d822", False),
        ("fec0::1", False),
    ],
)
def test_public_addresses_are_recognised(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.com/manuals/kettle.pdf?lang=en", "kettle.pdf"),
        ("https://example.com/Kettle%20(2).PDF#page=2", "Kettle (2).PDF"),
        ("https://example.com/", "manual.pdf"),
        ("https://example.com/kettle", "manual.pdf"),
        ("https://example.com/a%2F..%2Fb.pdf", "manual.pdf"),
        ("https://example.com/%22.pdf", "manual.pdf"),
    ],
)
def test_a_file_name_is_taken_from_the_url(url: str, name: str) -> None:
    assert suggested_name(url) == name


class TestThroughTheApi:
    """`POST /api/manuals/download`."""

    def test_a_manual_is_fetched_and_stored(
        self, start_backend: Callable[..., Backend], internet: FakeInternet
    ) -> None:
        user = start_backend(network=internet).user()
        internet.replies = [reply(PDF), reply(PDF)]
        url = "http://manuals.example.com/thermostat.pdf"
        created = user.post("/api/manuals/download", {"url": url})
        assert (created.status_code, created.json()["file_name"]) == (201, "thermostat.pdf")
        assert user.get(created.headers["Location"]).json()["pages"] == 4
        named = user.post("/api/manuals/download", {"url": url, "filename": "mine.pdf"})
        assert named.json()["file_name"] == "mine.pdf"

    def test_the_same_key_creates_one_manual(
        self, start_backend: Callable[..., Backend], internet: FakeInternet
    ) -> None:
        user = start_backend(network=internet).user()
        internet.replies = [reply(PDF), reply(PDF)]
        body = {"url": "http://manuals.example.com/thermostat.pdf"}
        key = {"Idempotency-Key": "fetch-1"}
        ids = [user.post("/api/manuals/download", body, headers=key).json()["manual_id"] for _ in range(2)]
        assert ids[0] == ids[1]

    @pytest.mark.parametrize(
        ("answer", "status"),
        [
            (reply(b"<html>", Content_Type="application/pdf"), 400),
            (reply(b"", status="404 Not Found"), 400),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", 413),
        ],
        ids=["no PDF", "no file", "too long"],
    )
    def test_another_file_is_rejected(
        self, start_backend: Callable[..., Backend], internet: FakeInternet, answer: bytes, status: int
    ) -> None:
        user = start_backend(network=internet).user()
        internet.replies = [answer, reply(PDF)]
        body = {"url": "http://manuals.example.com/x.pdf"}
        refused = user.post("/api/manuals/download", body)
        assert refused.status_code == status
        assert user.get("/api/manuals").json()["count"] == 0
        assert user.post("/api/manuals/download", body).status_code == 201

    @pytest.mark.parametrize(
        "url", ["http://127.0.0.1/x.pdf", "file:///etc/passwd", "http://169.254.169.254/"]
    )
    def test_private_addresses_are_rejected(self, backend: Backend, url: str) -> None:
        refused = backend.user().post("/api/manuals/download", {"url": url})
        assert (refused.status_code, refused.json()["error_type"]) == (400, "url_not_allowed")
        assert refused.json()["details"][0]["field"] == "url"
