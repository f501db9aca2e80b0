"""What the backend of a local stack can reach."""

import http.client
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from manuel_sandbox.domain.errors import DownloadFailedError, DownloadTimeoutError
from manuel_sandbox.domain.manual_files import read_pdf
from manuel_sandbox.domain.safe_fetch import SafeFetcher, is_public
from manuel_stack.internet import PUBLIC, SITE, LocalInternet
from manuel_stack.manuals_site import LARGE_BYTES, ManualsSite

MANUALS = Path(__file__).resolve().parents[3] / "resources" / "data" / "manuals"


@pytest.fixture
def internet() -> Iterator[LocalInternet]:
    internet = LocalInternet(MANUALS)
    internet.start()
    yield internet
    internet.stop()


def ask(internet: LocalInternet, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(SITE)
    with internet.connect(PUBLIC, 80, 5) as stream:
        connection.sock = stream
        connection.request("GET", path)
        response = connection.getresponse()
        response.content = response.read(100_000)  # type: ignore[attr-defined]
        return response


def fetch(internet: LocalInternet, url: str, *, most_seconds: float = 10) -> bytes:
    fetcher = SafeFetcher(
        network=internet, most_bytes=1_000_000, most_seconds=most_seconds, clock=time.monotonic
    )
    return fetcher.fetch(url)


def test_the_address_of_the_site_is_public(internet: LocalInternet) -> None:
    assert internet.resolve(SITE, 80) == [PUBLIC]
    assert is_public(PUBLIC)


def test_the_site_serves_the_manuals(internet: LocalInternet) -> None:
    response = ask(internet, "/thermostat.pdf?page=2")
    assert response.status == 200
    assert response.content == (MANUALS / "thermostat.pdf").read_bytes()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "status", "header", "value"),
    [
        ("/none.pdf", 404, "Content-Length", "0"),
        ("/../../sources/thermostat.md", 404, "Content-Length", "0"),
        ("/redirect?to=http://127.0.0.1:9/a", 302, "Location", "http://127.0.0.1:9/a"),
        ("/redirect?to=/a&after=0.01", 302, "Location", "/a"),
        ("/loop", 302, "Location", "/loop"),
        ("/any-name/%3Cscript%3E.pdf", 200, "Content-Type", "application/pdf"),
        ("/page.html", 200, "Content-Type", "text/html"),
        ("/compressed.pdf", 200, "Content-Encoding", "gzip"),
    ],
)
def test_other_pages_of_the_site(
    internet: LocalInternet, path: str, status: int, header: str, value: str
) -> None:
    response = ask(internet, path)
    assert (response.status, response.getheader(header)) == (status, value)


def test_the_site_has_a_file_that_breaks_off_and_one_without_end(internet: LocalInternet) -> None:
    with pytest.raises(http.client.IncompleteRead):
        ask(internet, "/breaks-off.pdf").read()
    assert len(ask(internet, "/endless.pdf").content) == 100_000  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/large.pdf", LARGE_BYTES),
        ("/largest.pdf", 10 * 1024 * 1024),
        ("/too-large.pdf", 10 * 1024 * 1024 + 1),
    ],
)
def test_large_files_are_manuals_of_their_size(path: str, size: int) -> None:
    page = ManualsSite(MANUALS)._page(path, "")
    content = b"".join(page.body)
    assert len(content) == size
    assert read_pdf(content) == read_pdf((MANUALS / "thermostat.pdf").read_bytes())


@pytest.mark.parametrize(
    ("host", "addresses"),
    [
        ("localhost", ["127.0.0.1"]),
        ("PRIVATE.example.com", ["127.0.0.1"]),
        ("mixed.example.com", [PUBLIC, "127.0.0.1"]),
        ("2130706433", ["127.0.0.1"]),
        ("0x7f.1", ["127.0.0.1"]),
        ("::1", ["::1"]),
        ("169.254.169.254", ["169.254.169.254"]),
    ],
)
def test_names_and_spellings_of_addresses_are_resolved(
    internet: LocalInternet, host: str, addresses: list[str]
) -> None:
    assert internet.resolve(host, 80) == addresses


def test_a_rebinding_name_changes_its_address(internet: LocalInternet) -> None:
    first, second = (internet.resolve("rebinding.example.com", 80) for _ in range(2))
    assert (first, second) == ([PUBLIC], ["127.0.0.1"])


def test_unknown_names_are_not_looked_up_elsewhere(internet: LocalInternet) -> None:
    with pytest.raises(OSError, match="Name or service not known"):
        internet.resolve("nobody.example.com", 80)


def test_connections_lead_to_this_machine_only(internet: LocalInternet) -> None:
    with pytest.raises(OSError, match="connects to this machine only"):
        internet.connect("169.254.169.254", 80, 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        internet.connect("127.0.0.1", server.getsockname()[1], 1).close()


def test_what_is_connected_to_is_told_reachable_or_not() -> None:
    addresses: list[str] = []
    internet = LocalInternet(MANUALS, addresses.append)
    internet.start()
    try:
        internet.connect(PUBLIC, 80, 5).close()
        with pytest.raises(OSError, match="connects to this machine only"):
            internet.connect("10.0.0.8", 80, 5)
    finally:
        internet.stop()
    assert addresses == [PUBLIC, "10.0.0.8"]


def test_what_is_sent_to_the_site_is_told() -> None:
    headers: list[str] = []
    internet = LocalInternet(MANUALS, received=headers.append)
    internet.start()
    try:
        ask(internet, "/thermostat.pdf")
    finally:
        internet.stop()
    assert f"Host: {SITE}" in headers


@pytest.mark.parametrize(
    ("url", "other_url"),
    [
        (f"https://{SITE}/secure.pdf", f"http://{SITE}/secure.pdf"),
        (f"http://{SITE}:8080/other-port.pdf", f"http://{SITE}/other-port.pdf"),
        (f"http://{SITE}:8080/other-port.pdf", f"https://{SITE}/other-port.pdf"),
        (f"http://{SITE}:80/thermostat.pdf", f"http://{SITE}:81/thermostat.pdf"),
        (f"https://{SITE}:443/thermostat.pdf", f"http://{SITE}:443/thermostat.pdf"),
        (f"https://{SITE}/thermostat.pdf", f"https://{SITE}:80/thermostat.pdf"),
        (f"https://{SITE}/thermostat.pdf", f"http://{PUBLIC}/thermostat.pdf"),
        ("http://untrusted.example.com/thermostat.pdf", "https://untrusted.example.com/thermostat.pdf"),
        ("http://misnamed.example.com/thermostat.pdf", "https://misnamed.example.com/thermostat.pdf"),
        ("http://expired.example.com/thermostat.pdf", "https://expired.example.com/thermostat.pdf"),
    ],
)
def test_a_page_is_at_its_own_port_for_those_who_ask_as_they_should(
    internet: LocalInternet, url: str, other_url: str
) -> None:
    assert fetch(internet, url) == (MANUALS / "thermostat.pdf").read_bytes()
    with pytest.raises(DownloadFailedError):
        fetch(internet, other_url)


@pytest.mark.parametrize(
    ("port", "host", "status"),
    [
        (80, SITE, 200),
        (80, SITE.upper(), 200),
        (80, f"{SITE}:80", 200),
        (80, f"{SITE}:8080", 404),
        (80, PUBLIC, 404),
        (80, "other.example.com", 404),
        (8080, f"{SITE}:8080", 200),
        (8080, SITE, 404),
    ],
)
def test_the_site_answers_those_alone_who_name_it(
    internet: LocalInternet, port: int, host: str, status: int
) -> None:
    connection = http.client.HTTPConnection(SITE)
    with internet.connect(PUBLIC, port, 5) as stream:
        connection.sock = stream
        connection.request("GET", "/thermostat.pdf", headers={"Host": host})
        assert connection.getresponse().status == status


@pytest.mark.parametrize(
    ("host", "problem"),
    [
        ("untrusted.example.com", "unable to get local issuer certificate"),
        ("misnamed.example.com", "certificate is not valid for 'misnamed.example.com'"),
        ("expired.example.com", "certificate has expired"),
        (PUBLIC, f"certificate is not valid for '{PUBLIC}'"),
    ],
)
def test_other_certificates_are_refused_for_what_is_wrong_with_them(
    internet: LocalInternet, host: str, problem: str
) -> None:
    with (
        internet.connect(PUBLIC, 443, 5) as stream,
        pytest.raises(ssl.SSLCertVerificationError, match=problem),
    ):
        internet.tls_context().wrap_socket(stream, server_hostname=host)


def test_nobody_else_trusts_the_site(internet: LocalInternet) -> None:
    with internet.connect(PUBLIC, 443, 5) as stream, pytest.raises(ssl.SSLCertVerificationError):
        ssl.create_default_context().wrap_socket(stream, server_hostname=SITE)


def test_who_names_no_host_gets_the_certificate_of_another(internet: LocalInternet) -> None:
    context = internet.tls_context()
    context.check_hostname = False
    with internet.connect(PUBLIC, 443, 5) as stream, context.wrap_socket(stream) as encrypted:
        certificate = encrypted.getpeercert()
    assert certificate is not None
    assert certificate["subjectAltName"] == (("DNS", "localhost"),)


def test_who_does_not_encrypt_is_not_served_at_the_port_of_https(
    internet: LocalInternet, caplog: pytest.LogCaptureFixture
) -> None:
    with internet.connect(PUBLIC, 443, 5) as stream:
        stream.sendall(f"GET /thermostat.pdf HTTP/1.1\r\nHost: {SITE}\r\n\r\n".encode())
        assert not stream.recv(100).startswith(b"HTTP/")
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_slow_page_is_abandoned_however_it_is_fetched(internet: LocalInternet, scheme: str) -> None:
    began = time.monotonic()
    with pytest.raises(DownloadTimeoutError):
        fetch(internet, f"{scheme}://{SITE}/slow.pdf", most_seconds=1.2)
    assert time.monotonic() - began < 10
